#include <algorithm>

#include <tcalc/core/formatted.hpp>
#include <tcalc/shape/contraction.hpp>

namespace tcalc {

namespace {

std::string letter(int rank) {
  if (rank < 26) return {static_cast<char>('a' + rank)};
  if (rank < 52) return {static_cast<char>('A' + rank - 26)};
  return formatted("[{}]", rank + 1);
}

}  // namespace

Dims Contraction::result_dims() const {
  Dims dims;
  dims.reserve(result.size());
  for (const int label : result) dims.push_back(extent(label));
  return dims;
}

std::vector<std::string> label_names(const Contraction& contraction) {
  std::vector<std::string> names = contraction.names;
  names.resize(contraction.labels.size());
  int used = 0;
  const auto unused_letter = [&] {
    while (std::ranges::find(contraction.names, letter(used)) != contraction.names.end()) ++used;
    return letter(used++);
  };
  const auto name = [&](const AxisLabels& labels) {
    for (const int label : labels) {
      std::string& text = names[static_cast<std::size_t>(label)];
      if (text.empty()) text = unused_letter();
    }
  };
  for (const AxisLabels& operand : contraction.operands) name(operand);
  name(contraction.result);
  return names;
}

std::string einsum_text(const Contraction& contraction) {
  const std::vector<std::string> names = label_names(contraction);
  std::string text;
  const auto append = [&](const AxisLabels& labels) {
    for (const int label : labels) text += names[static_cast<std::size_t>(label)];
  };
  for (std::size_t operand = 0; operand < contraction.operands.size(); ++operand) {
    if (operand > 0) text += ',';
    append(contraction.operands[operand]);
  }
  text += "->";
  append(contraction.result);
  return text;
}

}  // namespace tcalc
