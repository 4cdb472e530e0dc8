// A program, parsed whole before anything runs.
#pragma once

#include <app/program/call.hpp>
#include <cstddef>
#include <string_view>
#include <vector>

#include <tcalc/core/by_name.hpp>
#include <tcalc/script/line_error.hpp>
#include <tcalc/script/statement.hpp>

namespace tcalc::app {

struct Verb;

// A statement of a program.
struct Line {
  std::size_t number = 0;  // from 1
  std::string_view text;
  script::Statement statement;  // without its arguments where they are those of a call
  const Verb* verb = nullptr;
  Call call;  // of verbs that name an operation
};

// What is wrong with a line.
struct LineProblem {
  std::size_t number = 0;
  std::string_view text;
  script::LineError error;
};

struct ParsedProgram {
  std::vector<Line> lines;
  std::vector<LineProblem> problems;
};

// Every statement, and every error that can be found without opening a file: of words, verbs, names that no
// line before has assigned, shapes, operands, options. `program` outlives the result.
ParsedProgram parse_program(std::string_view program);

// The number of the last line that mentions each name: after it the values are no longer needed.
ByName<std::size_t> last_mentions(const ParsedProgram& program);

// The names that the lines so far assign.
class AssignedNames {
 public:
  void add(std::string_view name) { names_.insert_or_assign(std::string(name), true); }
  // Throws LineError{usage} "unknown name 'kk'" with the nearest name there is.
  void require(const script::Word& word) const;
  // The same for an operand, and what text::parse_operand throws; a name alone is a variable, never a file.
  void require_operand(const script::Word& word) const;

 private:
  ByName<bool> names_;
};

}  // namespace tcalc::app
