#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/ops/hints.hpp>
#include <tcalc/ops/operation.hpp>

namespace tcalc {

Outcome apply_rule(const Operation& operation, std::span<const Operand> operands,
                   const Arguments& arguments) {
  check_operand_count(operation, operands.size());
  return operation.rule(operands, arguments);
}

Outcome apply(const Operation& operation, std::span<const Operand> operands, const Arguments& arguments) {
  try {
    return apply_rule(operation, operands, arguments);
  } catch (Error& error) {
    const bool binary = operation.fewest_operands == 2 && operation.most_operands == 2;
    if (!error.operands.empty() && binary)
      add_nearer_hints(error, legal_alternatives(operation, operands[0], operands[1], arguments));
    throw;
  }
}

void check_operand_count(const Operation& operation, std::size_t given) {
  if (given >= operation.fewest_operands && given <= operation.most_operands) return;
  const std::size_t fewest = operation.fewest_operands;
  throw Error(
      ErrorKind::usage,
      formatted("{} takes {}{}, got {}", operation.name,
                operation.most_operands == any_number ? "at least " : "", counted(fewest, "operand"), given),
      "for example: " + std::string(operation.example));
}

std::string usage_of(const Operation& operation) {
  std::string text(operation.leading_word);
  for (std::size_t place = 0; place < operation.fewest_operands; ++place)
    text += (text.empty() ? "" : " ") + side_name(place);
  if (operation.most_operands == any_number) text += " [" + side_name(operation.fewest_operands) + " ...]";
  return text;
}

}  // namespace tcalc
