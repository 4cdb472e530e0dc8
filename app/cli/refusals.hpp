// What is said of words that the command line has no meaning for.
#pragma once

#include <app/cli/command.hpp>
#include <string>

#include <tcalc/core/error.hpp>
#include <tcalc/ops/operation.hpp>

namespace tcalc::app {

// What was chosen: an operation, a command, or a command about an operation.
struct Subject {
  const Operation* operation = nullptr;
  const Command* command = nullptr;

  std::string name() const {
    if (operation != nullptr) return std::string(operation->name);
    return command == nullptr ? "" : std::string(command->name);
  }
};

// All throw Error{usage}.

// An option that the subject does not have, or a number that was taken for one.
[[noreturn]] void refuse_option(const std::string& word, const Subject& subject);

// `within` is the command that an operation should have followed; null where any of `commands` could.
[[noreturn]] void refuse_command(const std::string& word, Commands commands, const Command* within);

// Returns if what was chosen can be done.
void require_subject(const Subject& subject);

}  // namespace tcalc::app
