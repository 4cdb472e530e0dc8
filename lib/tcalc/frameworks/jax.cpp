#include <algorithm>

#include <tcalc/core/formatted.hpp>
#include <tcalc/frameworks/entries.hpp>
#include <tcalc/frameworks/refusal.hpp>
#include <tcalc/ops/dot.hpp>
#include <tcalc/ops/matmul.hpp>

namespace tcalc::framework {

namespace {

// All of them end in lax.dot_general, which is the one to complain of what is contracted.
std::string contracting_dimensions(const Dim& x, const Dim& y) {
  return formatted("dot_general requires contracting dimensions to have the same shape, got ({},) and ({},).",
                   x.text(), y.text());
}

}  // namespace

FrameworkAnswer jax_numpy_dot(const Operand& a, const Operand& b, const FrameworkOptions&) {
  if (a.shape.rank() > 0 && b.shape.rank() > 0) {
    const Dim& x = a.shape[a.shape.rank() - 1];
    const Dim& y = b.shape[std::max(b.shape.rank() - 2, 0)];
    if (differ(x, y)) return refused(contracting_dimensions(x, y));
  }
  return {dot(a, b), {}, {"dot"}};
}

FrameworkAnswer jax_numpy_matmul(const Operand& a, const Operand& b, const FrameworkOptions&) {
  const int rank_a = a.shape.rank();
  const int rank_b = b.shape.rank();
  for (const int place : {0, 1}) {
    if ((place == 0 ? rank_a : rank_b) == 0)
      return refused(
          formatted("matmul input operand {} must have ndim at least 1, but it has ndim 0", place));
  }
  for (int from_right = 3; from_right <= std::min(rank_a, rank_b); ++from_right) {
    if (!broadcast(a.shape[rank_a - from_right], b.shape[rank_b - from_right]))
      return refused(
          formatted("Incompatible shapes for matmul arguments: {} and {}", a.shape.text(), b.shape.text()));
  }
  const Dim& x = a.shape[rank_a - 1];
  const Dim& y = b.shape[std::max(rank_b - 2, 0)];
  if (differ(x, y)) return refused(contracting_dimensions(x, y));
  return {matmul(a, b), {}, {"matmul"}};
}

FrameworkAnswer jax_batch_matmul(const Operand& a, const Operand& b, const FrameworkOptions&) {
  const int rank_a = a.shape.rank();
  const int rank_b = b.shape.rank();
  const std::string ranks = formatted("{}, {}", rank_a, rank_b);
  if (rank_a < 2 || rank_b < 2) return refused("Arguments to batch_matmul must be at least 2D, got " + ranks);
  if (rank_a != rank_b) return refused("Arguments to batch_matmul must have same ndim, got " + ranks);
  const auto batch = [](const Shape& shape) { return Shape(Dims(shape.begin(), shape.end() - 2)).text(); };
  for (int axis = 0; axis < rank_a - 2; ++axis) {
    if (differ(a.shape[axis], b.shape[axis]))
      return refused(
          formatted("dot_general requires lhs batch dimensions and rhs batch dimensions to have the same "
                    "shape, got {} and {}.",
                    batch(a.shape), batch(b.shape)));
  }
  const Dim& x = a.shape[rank_a - 1];
  const Dim& y = b.shape[rank_b - 2];
  if (differ(x, y)) return refused(contracting_dimensions(x, y));
  return {matmul(a, b), {}, {"matmul"}};
}

}  // namespace tcalc::framework
