#include <algorithm>

#include <tcalc/kernel/direct.hpp>
#include <tcalc/kernel/tiles.hpp>

namespace tcalc {

namespace {

// An operand's steps from row to row and from column to column.
struct Steps {
  std::int64_t row, column;
};

Steps steps_of(const MatrixOperand& operand) {
  return operand.access == Access::in_place ? Steps{operand.leading_dimension, 1}
                                            : Steps{1, operand.leading_dimension};
}

template <class T>
void run(const Plan& plan, const Piece& piece, const Operands& operands, DirectKernel<T> kernel) {
  const Steps left = steps_of(plan.left);
  DirectProduct<T> product = {plan.m_size, plan.n_size,    plan.k_size, nullptr,
                              left.row,    left.column,    nullptr,     plan.right.leading_dimension,
                              nullptr,     plan.row_stride};
  const auto* a = reinterpret_cast<const T*>(operands.left);
  const auto* b = reinterpret_cast<const T*>(operands.right);
  auto* c = reinterpret_cast<T*>(operands.result);
  // Along the innermost batch axis only the addresses step.
  const Axis inner = plan.batch.empty() ? Axis{} : plan.batch.back();
  const std::int64_t end = piece.batch + piece.batch_count;
  for (std::int64_t index = piece.batch; index < end;) {
    const Offsets start = offsets_of(plan.batch, index);
    const std::int64_t run_length = std::min(inner.extent - index % inner.extent, end - index);
    for (std::int64_t i = 0; i < run_length; ++i) {
      product.left = a + start.a + i * inner.a;
      product.right = b + start.b + i * inner.b;
      product.result = c + start.c + i * inner.c;
      kernel(product);
    }
    index += run_length;
  }
}

}  // namespace

void run_direct(const Plan& plan, const Piece& piece, const Operands& operands) {
  switch (plan.dtype) {
    case Dtype::float32:
      return run(plan, piece, operands, tiles().direct_float32);
    case Dtype::float64:
      return run(plan, piece, operands, tiles().direct_float64);
    default:
      return run(plan, piece, operands, tiles().direct_int32);
  }
}

}  // namespace tcalc
