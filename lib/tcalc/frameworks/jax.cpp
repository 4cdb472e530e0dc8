#include <tcalc/frameworks/entries.hpp>
#include <tcalc/frameworks/refusal.hpp>
#include <tcalc/ops/matmul.hpp>

namespace tcalc::framework {

FrameworkAnswer jax_batch_matmul(const Operand& a, const Operand& b, const FrameworkOptions&) {
  const int rank_a = a.shape.rank();
  const int rank_b = b.shape.rank();
  const std::string ranks = std::to_string(rank_a) + ", " + std::to_string(rank_b);
  if (rank_a < 2 || rank_b < 2) return refused("Arguments to batch_matmul must be at least 2D, got " + ranks);
  if (rank_a != rank_b) return refused("Arguments to batch_matmul must have same ndim, got " + ranks);
  const auto batch = [](const Shape& shape) {
    return Shape(std::vector<Dim>(shape.begin(), shape.end() - 2)).text();
  };
  for (int axis = 0; axis < rank_a - 2; ++axis) {
    if (differ(a.shape[axis], b.shape[axis]))
      return refused(
          "dot_general requires lhs batch dimensions and rhs batch dimensions to have the same shape, got " +
          batch(a.shape) + " and " + batch(b.shape) + ".");
  }
  const Dim& x = a.shape[rank_a - 1];
  const Dim& y = b.shape[rank_b - 2];
  if (differ(x, y))
    return refused("dot_general requires contracting dimensions to have the same shape, got (" + x.text() +
                   ",) and (" + y.text() + ",).");
  return {matmul(a, b), {}, "matmul"};
}

}  // namespace tcalc::framework
