// What a command is, beside computing an operation: what is typed for it, what help says, and what it runs.
#pragma once

#include <app/cli/request.hpp>
#include <app/cli/settings.hpp>
#include <app/terminal/report.hpp>
#include <span>
#include <string_view>

#include <tcalc/ops/operation.hpp>

namespace tcalc::app {

struct Command {
  std::string_view name;
  std::string_view usage;    // what is typed after the name: "OPERATION OPERAND..."
  std::string_view summary;  // one line
  std::string_view details;  // a paragraph for --help
  std::string_view example;  // a command line that works
  std::span<const OptionSpec> options;
  std::string_view common;               // the common options that it takes beside those that all take
  bool wraps_operation = false;          // an operation, its operands and options follow
  std::string_view operand_values = {};  // accepted words, separated by spaces; empty: any

  std::string_view synonyms = {};  // what people type who mean it, separated by spaces

  // Prints or writes the answer; returns the exit code. Throws Error.
  int (*run)(const Request& request, const Settings& settings, const Reporter& reporter);
};

using Commands = std::span<const Command* const>;

// Null when there is none of that name.
const Command* find_command(Commands commands, std::string_view name);

// Whether the command takes the common option of that long name.
bool takes_common(const Command& command, std::string_view option);

}  // namespace tcalc::app
