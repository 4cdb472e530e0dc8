#include <algorithm>
#include <app/help.hpp>
#include <app/options.hpp>
#include <string_view>

#include <tcalc/kernel/blas.hpp>
#include <tcalc/ops/registry.hpp>
#include <tcalc/text/layout.hpp>

namespace tcalc::app {

namespace {

constexpr std::size_t text_width = 80;

// At least one blank follows.
std::string padded(const std::string& text, std::size_t width) { return text::padded(text + " ", width); }

std::string paragraph(std::string_view words) {
  std::string result;
  for (const std::string& line : text::filled("", 0, words, text_width)) result += line + "\n";
  return result;
}

std::string option_line(std::string_view short_name, const OptionSpec& spec) {
  std::string names = short_name.empty() ? "    " : std::string(short_name) + ", ";
  names += spec.name;
  if (!spec.value_name.empty()) names += " " + std::string(spec.value_name);
  return "  " + padded(names, 23) + std::string(spec.help) + "\n";
}

std::string common_option_lines() {
  std::string lines;
  for (const CommonOption& option : common_options) lines += option_line(option.short_name, option.spec);
  return lines;
}

constexpr std::string_view examples = R"(Examples:
  tcalc dot 2,3,4 7,4,5                          the shape of a product
  tcalc matmul B,H,T,64 B,H,64,T                 named dims: holds for every size
  tcalc batch_dot 9,8,7,4,2 9,8,7,2,5 --keras 3  the other meaning of batch_dot
  tcalc matmul '[[1,2],[3,4]]' '[[5,6],[7,8]]'   values
  tcalc matmul a.npy b.npy -o c.npy              files
  tcalc dot randn:64,128 w.npy -o - | tcalc dot - v.npy --json
  tcalc frameworks 2,3 4,3 --want 2,4            which operation is it?
  tcalc explain matmul B,H,T,64 B,H,64,T         how the axes pair up
)";

constexpr std::string_view operand_help = R"(Operands:
  2,3,4  2x3x4  (2,3)  B,T,64  ?,64  ()   a shape; names stand for any size, ? is unknown
  '[[1,2],[3,4]]'  true                   values, as JSON
  ones:2,3  full=7.5:2,2:f4  rand:8,8     a fill, KIND[=ARG]:SHAPE[:DTYPE]: zeros ones full
                                          arange eye rand randn randint
  a.npy  ./2x3                            a file
  -                                       the next array on standard input
If any operand is a shape, only shapes are computed.
)";

constexpr std::string_view exit_codes = R"(Exit codes:
  0  the complete result is where it was asked for
  1  the operation is not defined for these shapes, dtypes or axes; diff or check found something
  2  usage: unknown command, option or operand syntax
  3  an input cannot be opened, read or understood
  4  the output cannot be written
  5  more memory needed than there is, or a size overflows
  70 a bug in tcalc
)";

std::string general_help() {
  std::string text = std::string(examples) + "\nUsage: tcalc COMMAND OPERAND... [options]\n\nOperations:\n";
  for (const Operation* operation : operations()) {
    text += "  " + padded(std::string(operation->name), 12) + std::string(operation->summary) + "\n";
  }
  text += "\nOther commands:\n";
  for (const Command* command : commands()) {
    text += "  " + padded(std::string(command->name), 12) + std::string(command->summary) + "\n";
  }
  text += "  " + padded("help", 12) + "this page; tcalc help COMMAND is about one of them\n";
  return text + "\n" + std::string(operand_help) + "\nOptions:\n" + common_option_lines() + "\n" +
         std::string(exit_codes);
}

std::string operation_help(const Operation& operation) {
  const std::string name(operation.name);
  std::string text = "Example:\n  " + std::string(operation.example) + "\n\nUsage: tcalc " + name + " " +
                     usage_of(operation) + " [options]\n\n" + std::string(operation.summary) +
                     "\n\nShapes: " + std::string(operation.signature) + "\n\n" +
                     paragraph(operation.details);
  if (!operation.alias.empty()) text += "Also spelled " + std::string(operation.alias) + ".\n";
  if (!operation.options.empty()) text += "\nOptions of " + name + ":\n";
  for (const OptionSpec& spec : operation.options) text += option_line("", spec);
  return text + "\n" + std::string(operand_help) + "\nOptions:\n" + common_option_lines();
}

std::string command_help(const Command& command) {
  const std::string name(command.name);
  std::string text = "Example:\n  " + std::string(command.example) + "\n\nUsage: tcalc " + name + " " +
                     std::string(command.usage) + " [options]\n\n" + std::string(command.summary) + "\n\n" +
                     paragraph(command.details) + "\nOptions of " + name + ":\n";
  for (const OptionSpec& spec : command.options) text += option_line("", spec);
  text += "\nOptions:\n";
  for (const CommonOption& option : common_options) {
    if (std::ranges::find(command.common, option.spec.name) != command.common.end())
      text += option_line(option.short_name, option.spec);
  }
  return text;
}

}  // namespace

std::string help_page(const Operation* operation, const Command* command) {
  if (command != nullptr) return command_help(*command);
  return operation == nullptr ? general_help() : operation_help(*operation);
}

std::string version_text() { return "tcalc " TCALC_VERSION "\n" + blas_description() + "\n"; }

}  // namespace tcalc::app
