#include <tcalc/frameworks/framework.hpp>

namespace tcalc {

namespace {

bool no_operand_has(const Contraction& contraction, int label) {
  for (const AxisLabels& operand : contraction.operands) {
    for (const int own : operand) {
      if (own == label) return false;
    }
  }
  return true;
}

// Without the axis of size 1 at the end of the result that some rules append.
Contraction without_appended(const Contraction& contraction) {
  Contraction result = contraction;
  while (!result.result.empty() && no_operand_has(contraction, result.result.back()))
    result.result.pop_back();
  return result;
}

}  // namespace

std::optional<Shape> FrameworkAnswer::shape() const {
  if (!contraction) return std::nullopt;
  const Dims dims = contraction->result_dims();
  if (Shape::defect(dims)) return std::nullopt;
  return Shape(dims);
}

std::string title_of(const Framework& framework, const FrameworkOptions& options) {
  std::string title(framework.name);
  const std::string typed = framework.options == nullptr ? "" : framework.options(options);
  if (!typed.empty()) title += "(" + typed + ")";
  if (!framework.versions.empty()) title += ", " + std::string(framework.versions);
  return title;
}

std::string numpy_einsum(const Contraction& contraction) {
  const Contraction plain = without_appended(contraction);
  return einsum_text(plain) + (plain.result.size() < contraction.result.size() ? " (1 appended)" : "");
}

std::optional<CallHint> call_of(const FrameworkAnswer& answer, const Operand& a, const Operand& b) {
  CallHint call = {answer.call.operation, {}, {}, answer.call.arguments, std::nullopt, {}};
  if (call.operation.empty()) {
    if (!answer.contraction) return std::nullopt;
    call.operation = "einsum";
    call.leading_word = einsum_text(without_appended(*answer.contraction));
    const bool enough_letters = call.leading_word.find('[') == std::string::npos;
    if (!enough_letters) return std::nullopt;
  }
  for (const Operand* operand : {&a, &b}) {
    CallOperand& own = call.operands.emplace_back();
    own.name = operand->name;
    own.word = operand->word.empty() ? operand->name : operand->word;
    own.rank = operand->shape.rank();
  }
  return call;
}

}  // namespace tcalc
