#include <algorithm>
#include <app/cli/common_options.hpp>
#include <app/cli/option_values.hpp>
#include <app/cli/word_order.hpp>
#include <string_view>

#include <tcalc/ops/registry.hpp>

namespace tcalc::app {

namespace {

// Whether any operation or command has an option of that name with a value.
bool takes_value(std::string_view name, Commands commands) {
  const auto takes = [&](const OptionSpec& spec) {
    return is_name_of(spec, name) && spec.kind != OptionKind::flag;
  };
  return std::ranges::any_of(common_options, takes) ||
         std::ranges::any_of(operations(),
                             [&](auto* entry) { return std::ranges::any_of(entry->options, takes); }) ||
         std::ranges::any_of(commands,
                             [&](auto* entry) { return std::ranges::any_of(entry->options, takes); });
}

// `tcalc eval '-x.max()'`: an expression may begin with a minus sign. It is moved behind "--".
std::vector<std::string> with_expression_last(const std::vector<std::string>& words, Commands commands) {
  if (words.size() < 2 || words.front() != "eval" || words[1].size() < 2) return words;
  const std::string& word = words[1];
  const bool short_option = std::string_view("ofqhV").find(word[1]) != std::string_view::npos;
  const bool has_operator = word.find_first_of(" ()[]*/+%@&|<>^~", 1) != std::string::npos;
  if (word[0] != '-' || word.starts_with("--") || (short_option && !has_operator)) return words;
  std::vector<std::string> moved(words.begin(), words.begin() + 1);
  moved.insert(moved.end(), {"--", word});
  // Options stay before it, operands come after it.
  std::vector<std::string> operands;
  bool takes_next = false;
  for (std::size_t i = 2; i < words.size(); ++i) {
    const bool option = takes_next || words[i].starts_with('-');
    takes_next = !takes_next && words[i].starts_with('-') && takes_value(words[i], commands);
    if (option && words[i] != "-")
      moved.insert(moved.end() - 2, words[i]);
    else
      operands.push_back(words[i]);
  }
  moved.insert(moved.end(), operands.begin(), operands.end());
  return moved;
}

// `tcalc explain eval EXPR` is `tcalc eval --explain EXPR`.
std::vector<std::string> with_explained_expression(std::vector<std::string> words, Commands commands) {
  const bool explains = words.size() > 1 && words[0] == "explain" && words[1] == "eval";
  if (explains) words.erase(words.begin());
  words = with_expression_last(words, commands);
  if (explains) words.insert(words.begin() + 1, "--explain");
  return words;
}

bool is_command(const std::string& word, Commands commands) {
  return find_command(commands, word) != nullptr || find_operation(word) != nullptr;
}

// `tcalc --axes 2,1 batch_dot A B`: what stands before the command is moved to the end, where all is known of
// it.
std::vector<std::string> with_command_first(const std::vector<std::string>& words, Commands commands) {
  std::size_t command = 0;
  while (command < words.size() && is_option(words[command]) && words[command] != "--") {
    const OptionWord option = split_option(words[command]);
    command += !option.value && takes_value(option.name, commands) ? 2 : 1;
  }
  if (command == 0 || command >= words.size() || !is_command(words[command], commands)) return words;
  const auto begin = words.begin() + static_cast<std::ptrdiff_t>(command);
  const auto end = std::find(begin, words.end(), "--");
  std::vector<std::string> moved(begin, end);
  moved.insert(moved.end(), words.begin(), begin);
  moved.insert(moved.end(), end, words.end());
  return moved;
}

}  // namespace

std::vector<std::string> in_order(const std::vector<std::string>& words, Commands commands) {
  return with_explained_expression(with_command_first(words, commands), commands);
}

// CLI11 takes the next word for the value of "--axes=", which is empty.
std::vector<std::string> with_empty_values(const std::vector<std::string>& words, Commands commands) {
  std::vector<std::string> result;
  for (const std::string& word : words) {
    const OptionWord option = split_option(word);
    const bool is_empty = option.value == "" && takes_value(option.name, commands);
    result.push_back(is_empty ? option.name : word);
    if (is_empty) result.emplace_back();
  }
  return result;
}

}  // namespace tcalc::app
