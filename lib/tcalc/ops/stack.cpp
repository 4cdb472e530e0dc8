#include <algorithm>

#include <tcalc/ops/stack.hpp>

namespace tcalc {

namespace {

int length(const AxisList& axes) { return static_cast<int>(axes.size()); }

// The axis at `place` of the joint batch, counted from its right end; -1 for one that is not there.
int axis_at(const AxisList& axes, int place) {
  return place < length(axes) ? axes[axes.size() - 1 - static_cast<std::size_t>(place)] : -1;
}

int& label_of(Contraction& contraction, std::size_t operand, int axis) {
  return contraction.operands[operand][static_cast<std::size_t>(axis)];
}

}  // namespace

void check(Mismatch& mismatch, const Stack& stack) {
  mismatch.require_equal(stack.contracted_a, stack.contracted_b);
  for (int place = std::min(length(stack.batch_a), length(stack.batch_b)) - 1; place >= 0; --place) {
    const int axis_a = axis_at(stack.batch_a, place);
    const int axis_b = axis_at(stack.batch_b, place);
    if (broadcast(mismatch.shape(0)[axis_a], mismatch.shape(1)[axis_b])) continue;
    mismatch.require_equal(axis_a, axis_b, "Batch dimensions", "only a 1 is broadcast");
  }
}

Contraction stack_product(const Operand& a, const Operand& b, const Stack& stack) {
  Contraction contraction;
  const auto batch_axes = static_cast<std::size_t>(std::max(length(stack.batch_a), length(stack.batch_b)));
  contraction.labels.reserve(batch_axes + 3);
  contraction.result.reserve(batch_axes + 2);
  contraction.operands[0].resize(static_cast<std::size_t>(a.shape.rank()));
  contraction.operands[1].resize(static_cast<std::size_t>(b.shape.rank()));
  for (int place = std::max(length(stack.batch_a), length(stack.batch_b)) - 1; place >= 0; --place) {
    const int axis_a = axis_at(stack.batch_a, place);
    const int axis_b = axis_at(stack.batch_b, place);
    const Dim one = 1;
    const Dim extent = *broadcast(axis_a < 0 ? one : a.shape[axis_a], axis_b < 0 ? one : b.shape[axis_b]);
    const int label = contraction.add(Group::batch, extent);
    if (axis_a >= 0) label_of(contraction, 0, axis_a) = label;
    if (axis_b >= 0) label_of(contraction, 1, axis_b) = label;
    contraction.result.push_back(label);
  }
  const int contracted =
      contraction.add(Group::contracted, *equal(a.shape[stack.contracted_a], b.shape[stack.contracted_b]));
  label_of(contraction, 0, stack.contracted_a) = contracted;
  label_of(contraction, 1, stack.contracted_b) = contracted;
  const auto keep = [&](std::size_t operand, const Shape& shape, int axis) {
    if (axis < 0) return;
    label_of(contraction, operand, axis) = contraction.add(Group::free, shape[axis]);
    contraction.result.push_back(label_of(contraction, operand, axis));
  };
  keep(0, a.shape, stack.rows);
  keep(1, b.shape, stack.columns);
  return contraction;
}

}  // namespace tcalc
