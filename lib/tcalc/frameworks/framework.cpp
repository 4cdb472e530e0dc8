#include <tcalc/core/formatted.hpp>
#include <tcalc/frameworks/framework.hpp>

namespace tcalc {

namespace {

bool no_operand_has(const Contraction& contraction, int label) {
  for (const std::vector<int>& operand : contraction.operands) {
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
  const std::vector<Dim> dims = contraction->result_dims();
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

std::string command_of(const FrameworkAnswer& answer, const Operand& a, const Operand& b) {
  if (!answer.contraction && answer.command.empty()) return "";
  const std::string operands =
      formatted(" {} {}", a.word.empty() ? a.name : a.word, b.word.empty() ? b.name : b.word);
  if (answer.command.empty()) {
    const std::string spec = einsum_text(without_appended(*answer.contraction));
    const bool enough_letters = spec.find('[') == std::string::npos;
    return enough_letters ? formatted("tcalc einsum '{}'{}", spec, operands) : "";
  }
  const std::size_t end = std::min(answer.command.find(' '), answer.command.size());
  return "tcalc " + answer.command.substr(0, end) + operands + answer.command.substr(end);
}

}  // namespace tcalc
