#include <algorithm>

#include <tcalc/ops/command_text.hpp>

namespace tcalc {

std::string command_text(std::string_view before, std::span<const Operand> operands, std::string_view after) {
  const bool at_shell = std::ranges::none_of(operands, [](const Operand& own) { return own.word.empty(); });
  std::string text = at_shell ? "tcalc " : "";
  text += before;
  for (const Operand& own : operands) text += " " + (own.word.empty() ? own.name : own.word);
  return text.append(after);
}

}  // namespace tcalc
