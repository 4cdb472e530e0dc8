// The registry as shells see it.
#include <algorithm>
#include <app/cli/common_options.hpp>
#include <app/cli/option_values.hpp>
#include <app/completion/completion.hpp>
#include <app/help/topics.hpp>

#include <tcalc/core/fill.hpp>
#include <tcalc/functions/function.hpp>
#include <tcalc/ops/registry.hpp>
#include <tcalc/text/layout.hpp>

namespace tcalc::app {

namespace {

std::vector<std::string> fill_words() {
  std::vector<std::string> words;
  for (int i = 0; i < fill_kind_count; ++i) {
    const auto kind = static_cast<FillKind>(i);
    words.push_back(std::string(name_of(kind)) + (takes_argument(kind) ? "=" : ":"));
  }
  return words;
}

std::vector<std::string> dtype_words() {
  std::vector<std::string> words;
  for (int i = 0; i < dtype_count; ++i) words.emplace_back(name_of(static_cast<Dtype>(i)));
  return words;
}

Choices values_of(const OptionSpec& spec) {
  if (spec.kind == OptionKind::choice || spec.kind == OptionKind::format) return {accepted_words(spec)};
  if (spec.kind == OptionKind::file) return {{}, Files::all};
  if (spec.kind == OptionKind::dtype) return {dtype_words()};
  if (spec.kind == OptionKind::integers) return {{"0", "1", "2", "3", "-1", "-2"}};  // axes
  return {};
}

CompletionOption option_of(const OptionSpec& spec) {
  return {{long_name(spec.name)}, help_of(spec), std::string(spec.value_name), values_of(spec)};
}

std::vector<CompletionOption> options_of(std::span<const OptionSpec> specs) {
  std::vector<CompletionOption> options;
  for (const OptionSpec& spec : specs) options.push_back(option_of(spec));
  return options;
}

// A command's usage says what its operands are.
Choices operands_of(const Command& command) {
  if (!command.operand_values.empty()) return {text::words_of(command.operand_values)};
  const std::string_view usage = command.usage;
  if (usage.starts_with("EXPR")) {
    std::vector<std::string> words = functions::function_names();
    for (std::string& word : fill_words()) words.push_back(std::move(word));
    return {std::move(words), Files::arrays};
  }
  if (usage.starts_with("FILE")) return {{}, Files::arrays};
  if (usage.starts_with("FILL")) return {fill_words()};
  if (usage.starts_with("A") || usage.starts_with("IN") || usage.find("OPERAND") != std::string_view::npos)
    return {fill_words(), Files::arrays};
  return {{}, Files::all};
}

std::vector<std::string> refused_by(const Command& command) {
  std::vector<std::string> names;
  for (const OptionSpec& option : common_options) {
    if (!takes_common(command, option.name)) names.push_back(long_name(option.name));
  }
  return names;
}

CompletionEntry entry_of(const Operation& operation) {
  CompletionEntry entry;
  entry.names.emplace_back(operation.name);
  if (!operation.alias.empty()) entry.names.emplace_back(operation.alias);
  entry.summary = operation.summary;
  entry.options = options_of(operation.options);
  for (const OptionSpec& spec : operation.options) {
    const bool is_common =
        std::ranges::find(common_options, spec.name, &OptionSpec::name) != common_options.end();
    if (is_common) entry.refused.emplace_back(spec.name);  // its own stands for it
  }
  entry.operands = {fill_words(), Files::arrays};
  entry.is_operation = true;
  return entry;
}

CompletionEntry entry_of(const Command& command) {
  CompletionEntry entry;
  entry.names.emplace_back(command.name);
  entry.summary = command.summary;
  entry.options = options_of(command.options);
  entry.refused = refused_by(command);
  entry.operands = operands_of(command);
  entry.wraps_operation = command.wraps_operation;
  return entry;
}

// `help` is no command, and takes no option.
CompletionEntry help_entry(const std::vector<CompletionEntry>& others) {
  CompletionEntry entry;
  entry.names = {"help"};
  entry.summary = "explain a command or a topic";
  for (const OptionSpec& option : common_options) entry.refused.push_back(long_name(option.name));
  for (const CompletionEntry& other : others) entry.operands.words.push_back(other.names.front());
  for (const Topic& topic : topics()) entry.operands.words.emplace_back(topic.name);
  return entry;
}

}  // namespace

std::vector<CompletionEntry> completion_entries(Commands commands) {
  std::vector<CompletionEntry> entries;
  for (const Operation* operation : operations()) entries.push_back(entry_of(*operation));
  for (const Command* command : commands) entries.push_back(entry_of(*command));
  entries.push_back(help_entry(entries));
  return entries;
}

std::vector<CompletionOption> common_completion_options() {
  std::vector<CompletionOption> options;
  for (const OptionSpec& common : common_options) {
    options.push_back(option_of(common));
    if (!common.short_name.empty())
      options.back().names.insert(options.back().names.begin(), short_name(common));
  }
  return options;
}

std::vector<std::string> wrapping_commands(const std::vector<CompletionEntry>& entries) {
  std::vector<std::string> names;
  for (const CompletionEntry& entry : entries) {
    if (entry.wraps_operation) names.push_back(entry.names.front());
  }
  return names;
}

std::string_view name_of(Files files) {
  return files == Files::none ? "none" : files == Files::arrays ? "arrays" : "all";
}

std::string joined(const std::vector<std::string>& words, std::string_view between) {
  std::string result;
  for (const std::string& word : words) {
    if (!result.empty()) result += between;
    result += word;
  }
  return result;
}

}  // namespace tcalc::app
