// What tcalc does beside computing an operation: one entry each, as the registry has one for each operation.
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

std::span<const Command* const> commands();

// Null when there is none of that name.
const Command* find_command(std::string_view name);

// Whether the command takes the common option of that long name.
bool takes_common(const Command& command, std::string_view option);

extern const Command check_command;
extern const Command diff_command;
extern const Command eval_command;
extern const Command explain_command;
extern const Command frameworks_command;
extern const Command info_command;
extern const Command show_command;
extern const Command new_command;
extern const Command convert_command;
extern const Command run_command;
extern const Command clean_command;
extern const Command completion_command;

}  // namespace tcalc::app
