// The verbs of statements: one entry each, as the registry has one for each operation.
#pragma once

#include <app/program/parse.hpp>
#include <span>
#include <string_view>

#include <tcalc/script/statement.hpp>

namespace tcalc::app {

class Program;  // NOLINT(bugprone-forward-declaration-namespace): expressions have one of their own

struct Verb {
  std::string_view
      name;  // "expect"; empty for operations, which have names of their own; "=" for expressions
  std::string_view form;  // "expect NAME SHAPE [DTYPE]"
  bool assigns;           // a name and "=" come before it

  // Checks what the words say by themselves, and finds the call in them. Throws LineError{usage}.
  void (*parse)(Line& line, AssignedNames& names);
  // Throws LineError, Error, and DependsOnFailure. Null where parsing does it all.
  void (Program::*run)(const Line& line);
};

std::span<const Verb> verbs();

// The verb of a statement: that of operations for any other word after "NAME =". Throws LineError{usage} for
// an unknown one without it, and for one that lacks it.
const Verb& verb_of(const script::Statement& statement);

}  // namespace tcalc::app
