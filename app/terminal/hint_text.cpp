#include <algorithm>
#include <app/terminal/hint_text.hpp>

#include <tcalc/core/formatted.hpp>
#include <tcalc/core/joined.hpp>
#include <tcalc/ops/outcome.hpp>
#include <tcalc/text/word.hpp>

namespace tcalc::app {

namespace {

std::string shape_text(const std::vector<std::string>& dims) {
  return "(" + joined(dims, ", ") + (dims.size() == 1 ? ",)" : ")");
}

// "'a.npy[...,:64]'"
std::string sliced(std::string word, const AxisStart& start) {
  if (word.starts_with('\'')) word = word.substr(1, word.size() - 2);
  const bool is_last = start.axis + 1 == start.rank;
  return formatted("'{}[{}:{}{}]'", word, start.axis > 0 ? "...," : "", start.size, is_last ? "" : ",:");
}

bool comes_through_pipe(const CallOperand& operand) {
  return operand.has_values && !operand.reshaped.empty();
}

std::string word_of(const CallOperand& operand) {
  if (comes_through_pipe(operand)) return "-";
  if (!operand.reshaped.empty()) return joined(operand.reshaped, ",");
  if (operand.shortened) return sliced(operand.word, *operand.shortened);
  return operand.word.empty() ? operand.name : operand.word;
}

std::string option_text(const CallArgument& argument) {
  std::string text = " --" + argument.first;
  if (const auto* word = std::get_if<std::string>(&argument.second)) text += " " + *word;
  if (const auto* integers = std::get_if<std::vector<std::int64_t>>(&argument.second)) {
    for (std::size_t i = 0; i < integers->size(); ++i)
      text += (i == 0 ? " " : ",") + std::to_string((*integers)[i]);
  }
  return text;
}

struct Wording {
  std::string operator()(const std::string& sentence) const { return sentence; }

  std::string operator()(const OptionHint& hint) const {
    const std::string value = hint.value.empty() ? "" : " " + text::shell_quoted(hint.value);
    return hint.before + "--" + hint.name + value + hint.after;
  }

  std::string operator()(const CallHint& call) const {
    std::string text = call.before;
    for (const CallOperand& operand : call.operands) {
      if (comes_through_pipe(operand))
        text +=
            formatted("tcalc convert {} --reshape {} -o - | ", operand.word, joined(operand.reshaped, ","));
    }
    text += command_text(call);
    if (call.shape) text += " is legal and gives " + shape_text(*call.shape);
    for (const CallOperand& operand : call.operands) {
      if (operand.is_changed())
        text += ": " + operand.name + (operand.shortened ? " without its last element" : " reshaped");
    }
    return text;
  }
};

}  // namespace

// Where an operand has no word, the call is a line of a program.
std::string command_text(const CallHint& call) {
  const bool at_shell =
      std::ranges::none_of(call.operands, [](const CallOperand& operand) { return operand.word.empty(); });
  std::string text = (at_shell ? "tcalc " : "") + call.operation;
  if (!call.leading_word.empty()) text += " '" + call.leading_word + "'";
  for (const CallOperand& operand : call.operands) text += " " + word_of(operand);
  for (const CallArgument& argument : call.arguments) text += option_text(argument);
  return text;
}

std::string shell_text(const Hint& hint) { return std::visit(Wording(), hint); }

std::string note_text(const Note& note) {
  return note.option.name.empty() ? note.fact : formatted("{} ({})", note.fact, shell_text(note.option));
}

std::vector<std::string> shell_texts(const Error& error) {
  std::vector<std::string> texts;
  for (const Hint& hint : error.hints) texts.push_back(shell_text(hint));
  return texts;
}

}  // namespace tcalc::app
