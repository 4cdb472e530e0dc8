#include <algorithm>

#include <tcalc/plan/part.hpp>
#include <tcalc/view/rows.hpp>

namespace tcalc {

std::optional<int> row_label(const Contraction& contraction, std::size_t operand, const Extents& extents) {
  const AxisLabels& labels = contraction.operands[operand];
  if (labels.empty() || contraction.result.empty()) return std::nullopt;
  const int label = labels.front();
  const bool leads = contraction.result.front() == label && contraction.extent(label).is(extents.front());
  return leads && std::ranges::count(labels, label) == 1 ? std::optional(label) : std::nullopt;
}

Contraction with_rows(const Contraction& contraction, int label, std::int64_t rows) {
  Contraction part = contraction;
  part.labels[static_cast<std::size_t>(label)].extent = rows;
  return part;
}

TensorView part_along(const TensorView& view, std::span<const int> labels, int label, std::int64_t extent,
                      std::int64_t first, std::int64_t rows) {
  TensorView part = view;
  for (std::size_t axis = 0; axis < labels.size(); ++axis) {
    if (labels[axis] == label && view.extents[axis] == extent) part = rows_of(part, axis, first, rows);
  }
  return part;
}

}  // namespace tcalc
