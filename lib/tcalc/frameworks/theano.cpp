#include <algorithm>

#include <tcalc/core/formatted.hpp>
#include <tcalc/frameworks/entries.hpp>
#include <tcalc/frameworks/refusal.hpp>
#include <tcalc/ops/dot.hpp>

namespace tcalc::framework {

namespace {

std::string shapes_are(const Shape& a, const Shape& b) {
  return formatted(" x.shape is {}, y.shape is {}.", a.text(), b.text());
}

// Axis 0 of both is the batch; `axis_a` and `axis_b` are summed, -1 for none, and all others kept.
Contraction batched(const Operand& a, const Operand& b, int axis_a, int axis_b) {
  Contraction contraction;
  const int batch = contraction.add(Group::batch, *equal(a.shape[0], b.shape[0]));
  const int summed =
      axis_a < 0 ? -1 : contraction.add(Group::contracted, *equal(a.shape[axis_a], b.shape[axis_b]));
  contraction.result.push_back(batch);
  const auto add = [&](std::size_t operand, const Shape& shape, int contracted) {
    contraction.operands[operand].push_back(batch);
    for (int axis = 1; axis < shape.rank(); ++axis) {
      const int label = axis == contracted ? summed : contraction.add(Group::free, shape[axis]);
      contraction.operands[operand].push_back(label);
      if (label != summed) contraction.result.push_back(label);
    }
  };
  add(0, a.shape, axis_a);
  add(1, b.shape, axis_b);
  return contraction;
}

}  // namespace

FrameworkAnswer theano_dot(const Operand& a, const Operand& b, const FrameworkOptions&) {
  const int rank_a = a.shape.rank();
  const int rank_b = b.shape.rank();
  if (rank_a > 0 && rank_b > 0) {
    const Dim& x = a.shape[rank_a - 1];
    const Dim& y = b.shape[std::max(rank_b - 2, 0)];
    if (differ(x, y) && rank_a == 2 && rank_b == 2)
      return refused(formatted("Shape mismatch: x has {} cols (and {} rows) but y has {} rows (and {} cols)",
                               x.text(), a.shape[0].text(), y.text(), b.shape[1].text()));
    if (differ(x, y))
      return refused("Shape mismatch: summation axis sizes unequal." + shapes_are(a.shape, b.shape));
  }
  return {dot(a, b), {}, {"dot"}};
}

FrameworkAnswer theano_batched_dot(const Operand& a, const Operand& b, const FrameworkOptions&) {
  const int rank_a = a.shape.rank();
  const int rank_b = b.shape.rank();
  if (rank_a == 0) return refused("a must have at least one (batch) axis");
  if (rank_b == 0) return refused("b must have at least one (batch) axis");
  if (differ(a.shape[0], b.shape[0]))
    return refused("Shape mismatch: batch sizes unequal." + shapes_are(a.shape, b.shape));
  if (rank_a == 1 || rank_b == 1) return {batched(a, b, -1, -1), {}, {}};
  const int axis_a = rank_a - 1;
  const int axis_b = std::max(1, rank_b - 2);
  if (differ(a.shape[axis_a], b.shape[axis_b]))
    return refused("Shape mismatch: summation axis sizes unequal." + shapes_are(a.shape, b.shape));
  return {batched(a, b, axis_a, axis_b), {}, {}};
}

}  // namespace tcalc::framework
