#include <algorithm>
#include <app/cli/common_options.hpp>
#include <app/cli/option_values.hpp>
#include <app/help/facts.hpp>
#include <app/help/help_page.hpp>
#include <app/help/page.hpp>
#include <app/help/topics.hpp>
#include <string_view>
#include <vector>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/core/in_quotes.hpp>
#include <tcalc/ops/registry.hpp>
#include <tcalc/text/suggest.hpp>

namespace tcalc::app {

namespace {

constexpr std::size_t option_column = 25;
constexpr std::size_t name_column = 15;

std::string option_line(const OptionSpec& spec) {
  std::string names = spec.short_name.empty() ? "    " : short_name(spec) + ", ";
  names += long_name(spec.name);
  if (!spec.value_name.empty()) names += " " + std::string(spec.value_name);
  return row(names, help_of(spec), option_column);
}

// All but those that an operation has as its own.
std::string common_option_lines(std::span<const OptionSpec> own = {}) {
  std::string lines;
  for (const OptionSpec& option : common_options) {
    if (std::ranges::find(own, option.name, &OptionSpec::name) == own.end()) lines += option_line(option);
  }
  return lines;
}

std::string operand_lines() {
  return operand_table() + "If any operand is a shape, only shapes are computed.\n";
}

std::string general_help(Commands commands) {
  std::string text = "Examples:\n" + two_columns(examples(), 49) +
                     "\nUsage: tcalc COMMAND OPERAND... [options]\n\nOperations:\n";
  for (const Operation* operation : operations())
    text += row(operation->name, operation->summary, name_column);
  text += "\nOther commands:\n";
  for (const Command* command : commands) text += row(command->name, command->summary, name_column);
  text += row("help", "this page; tcalc help COMMAND or TOPIC is about one of them", name_column);
  text += "\nTopics:\n";
  for (const Topic& topic : topics()) text += row(topic.name, topic.summary, name_column);
  return formatted("{}\n{}\nOptions:\n{}\n{}", text, operand_lines(), common_option_lines(),
                   exit_code_table());
}

std::string operation_help(const Operation& operation) {
  const std::string name(operation.name);
  std::string text = formatted("Example:\n  {}\n\nUsage: tcalc {} {} [options]\n\n{}\n\nShapes: {}\n\n{}",
                               operation.example, name, usage_of(operation), operation.summary,
                               operation.signature, paragraph(with_long_names(operation.details)));
  if (!operation.alias.empty()) text += "Also spelled " + std::string(operation.alias) + ".\n";
  if (!operation.options.empty()) text += "\nOptions of " + name + ":\n";
  for (const OptionSpec& spec : operation.options) text += option_line(spec);
  return formatted("{}\n{}\nOptions:\n{}", text, operand_lines(), common_option_lines(operation.options));
}

std::string command_help(const Command& command) {
  const std::string name(command.name);
  std::string text = formatted("Example:\n  {}\n\nUsage: tcalc {} {} [options]\n\n{}\n\n{}", command.example,
                               name, command.usage, command.summary, paragraph(command.details));
  if (!command.options.empty()) text += "\nOptions of " + name + ":\n";
  for (const OptionSpec& spec : command.options) text += option_line(spec);
  text += "\nOptions:\n";
  for (const OptionSpec& option : common_options) {
    if (takes_common(command, option.name)) text += option_line(option);
  }
  return text;
}

[[noreturn]] void refuse(std::string_view word, Commands commands) {
  std::vector<std::string> names;
  for (const Operation* operation : operations()) names.emplace_back(operation->name);
  for (const Command* command : commands) names.emplace_back(command->name);
  for (const Topic& topic : topics()) names.emplace_back(topic.name);
  Error error(ErrorKind::usage, "unknown command or topic " + in_quotes(word));
  const auto near = text::nearest(std::string(word), names);
  error.hints.push_back(near ? "did you mean " + *near + "?" : "tcalc help lists the commands and topics");
  throw error;
}

}  // namespace

std::string help_page(std::string_view word, Commands commands) {
  if (word.empty() || word == "help" || word == "--help" || word == "-h") return general_help(commands);
  if (const Topic* topic = find_topic(word)) return topic->page(commands);
  if (const Command* command = find_command(commands, word)) return command_help(*command);
  if (const Operation* operation = find_operation(word)) return operation_help(*operation);
  refuse(word, commands);
}

}  // namespace tcalc::app
