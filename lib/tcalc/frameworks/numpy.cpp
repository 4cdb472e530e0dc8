#include <algorithm>

#include <tcalc/core/formatted.hpp>
#include <tcalc/frameworks/entries.hpp>
#include <tcalc/frameworks/refusal.hpp>
#include <tcalc/ops/dot.hpp>
#include <tcalc/ops/inner.hpp>
#include <tcalc/ops/matmul.hpp>
#include <tcalc/ops/tensordot.hpp>
#include <tcalc/view/axes.hpp>

namespace tcalc::framework {

namespace {

std::string not_aligned(const Shape& a, const Shape& b, int axis_a, int axis_b) {
  return formatted("shapes {} and {} not aligned: {} (dim {}) != {} (dim {})", tight(a), tight(b),
                   a[axis_a].text(), axis_a, b[axis_b].text(), axis_b);
}

constexpr std::string_view signature = "(n?,k),(k,m?)->(n?,m?)";

// "(2,2,3)->(2,newaxis,newaxis)"
std::string remapped(const Shape& shape) {
  std::string batch;
  for (int axis = 0; axis < shape.rank() - 2; ++axis) batch += shape[axis].text() + ",";
  return tight(shape) + "->(" + batch + (shape.rank() > 1 ? "newaxis,newaxis)" : "newaxis)");
}

// The axis of each operand that the other's meet, when the option axes names a pair.
FrameworkAnswer tensordot_of_pair(const Operand& a, const Operand& b, const std::vector<std::int64_t>& axes) {
  const auto axis_a = normalized_axis(axes[0], a.shape.rank());
  const auto axis_b = normalized_axis(axes[1], b.shape.rank());
  if (!axis_a || !axis_b) return refused("tuple index out of range");
  if (differ(a.shape[*axis_a], b.shape[*axis_b])) return refused("shape-mismatch for sum");
  return {tensordot(a, b, TensordotOptions{{axes[0]}, {axes[1]}}),
          {},
          {"tensordot", {{"axes-a", std::vector{axes[0]}}, {"axes-b", std::vector{axes[1]}}}}};
}

}  // namespace

FrameworkAnswer numpy_dot(const Operand& a, const Operand& b, const FrameworkOptions&) {
  if (a.shape.rank() > 0 && b.shape.rank() > 0) {
    const int axis_a = a.shape.rank() - 1;
    const int axis_b = std::max(b.shape.rank() - 2, 0);
    if (differ(a.shape[axis_a], b.shape[axis_b]))
      return refused(not_aligned(a.shape, b.shape, axis_a, axis_b));
  }
  return {dot(a, b), {}, {"dot"}};
}

FrameworkAnswer numpy_matmul(const Operand& a, const Operand& b, const FrameworkOptions&) {
  const int rank_a = a.shape.rank();
  const int rank_b = b.shape.rank();
  for (const int place : {0, 1}) {
    if ((place == 0 ? rank_a : rank_b) == 0)
      return refused(
          formatted("matmul: Input operand {} does not have enough dimensions (has 0, gufunc core with "
                    "signature {} requires 1)",
                    place, signature));
  }
  const Dim& x = a.shape[rank_a - 1];
  const Dim& y = b.shape[std::max(rank_b - 2, 0)];
  if (differ(x, y))
    return refused(
        formatted("matmul: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature {} "
                  "(size {} is different from {})",
                  signature, y.text(), x.text()));
  for (int from_right = 3; from_right <= std::min(rank_a, rank_b); ++from_right) {
    if (!broadcast(a.shape[rank_a - from_right], b.shape[rank_b - from_right]))
      return refused(formatted(
          "operands could not be broadcast together with remapped shapes [original->remapped]: {} {}  and "
          "requested shape ({},{})",
          remapped(a.shape), remapped(b.shape), a.shape[rank_a - 2].text(), b.shape[rank_b - 1].text()));
  }
  return {matmul(a, b), {}, {"matmul"}};
}

FrameworkAnswer numpy_inner(const Operand& a, const Operand& b, const FrameworkOptions&) {
  const int rank_a = a.shape.rank();
  const int rank_b = b.shape.rank();
  if (rank_a > 0 && rank_b > 0 && differ(a.shape[rank_a - 1], b.shape[rank_b - 1])) {
    // It is numpy.dot with the last two axes of b swapped, and says so.
    Dims dims = b.shape.dims();
    if (rank_b > 1) std::swap(dims[dims.size() - 1], dims[dims.size() - 2]);
    return refused(not_aligned(a.shape, Shape(dims), rank_a - 1, std::max(rank_b - 2, 0)));
  }
  return {inner(a, b), {}, {"inner"}};
}

FrameworkAnswer numpy_tensordot(const Operand& a, const Operand& b, const FrameworkOptions& options) {
  if (options.axes && options.axes->size() == 2) return tensordot_of_pair(a, b, *options.axes);
  // A negative number of axes is none to NumPy.
  const std::int64_t count = std::max<std::int64_t>(options.axes ? options.axes->front() : 2, 0);
  const std::int64_t rank_a = a.shape.rank();
  for (std::int64_t i = 0; i < count; ++i) {
    const std::int64_t axis_a = rank_a - count + i;
    if (axis_a < 0 || i >= b.shape.rank()) return refused("tuple index out of range");
    if (differ(a.shape[static_cast<int>(axis_a)], b.shape[static_cast<int>(i)]))
      return refused("shape-mismatch for sum");
  }
  return {tensordot(a, b, count), {}, {"tensordot", {{"axes", std::vector{count}}}}};
}

}  // namespace tcalc::framework
