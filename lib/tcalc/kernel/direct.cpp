#include <algorithm>
#include <complex>
#include <vector>

#include <tcalc/kernel/direct.hpp>
#include <tcalc/kernel/pack.hpp>
#include <tcalc/kernel/tiles.hpp>
#include <tcalc/kernel/totals.hpp>

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

// The right operand where the kernel can read it, row by row: where it is, or packed once for each product.
template <class T>
class Right {
 public:
  Right(const Plan& plan, Scratch& scratch) : plan_(plan) {
    if (plan.right.access == Access::in_place) return;
    rows_ = offset_list(plan.k, &Axis::b, 0, plan.k_size);
    columns_ = offset_list(plan.n, &Axis::b, 0, plan.n_size);
    packed_ = scratch.right.get<T>(plan.k_size * plan.n_size);
  }

  std::int64_t row_step() const { return packed_ == nullptr ? plan_.right.leading_dimension : plan_.n_size; }

  const T* at(const std::byte* data) const {
    if (packed_ == nullptr) return reinterpret_cast<const T*>(data);
    pack_rows(block_of(plan_.right, data, rows_, columns_), packed_);
    return packed_;
  }

 private:
  const Plan& plan_;
  std::vector<std::int64_t> rows_, columns_;
  T* packed_ = nullptr;
};

// One product, a part of k at a time.
template <class T>
void multiply(const DirectProduct<T>& product, DirectKernel<T> kernel, Scratch& scratch) {
  const SumRows<T> sums = {product.result, product.m, product.n, product.result_row};
  add_parts(product.k, part_length, sums, scratch.totals, [&](std::int64_t first, std::int64_t end) {
    DirectProduct<T> part = product;
    part.k = end - first;
    part.left += first * product.left_k;
    part.right += first * product.right_k;
    kernel(part, {1, 0, 0, 0});
  });
}

template <class T>
void run(const Plan& plan, const Piece& piece, const Operands& operands, Scratch& scratch,
         DirectKernel<T> kernel) {
  const Steps left = steps_of(plan.left);
  const Right<T> right(plan, scratch);
  DirectProduct<T> product = {.m = piece.m,
                              .n = plan.n_size,
                              .k = plan.k_size,
                              .left_row = left.row,
                              .left_k = left.column,
                              .right_k = right.row_step(),
                              .result_row = plan.row_stride};
  const bool one_call = plan.right.access == Access::in_place && plan.k_size <= part_length;
  const auto* a = reinterpret_cast<const T*>(operands.left) + piece.first_m * left.row;
  const std::int64_t right_size = size_of(plan.right.dtype);
  auto* c = reinterpret_cast<T*>(operands.result) + piece.first_m * plan.row_stride;
  // Along the innermost batch axis only the addresses step.
  const Axis inner = plan.batch.empty() ? Axis{} : plan.batch.back();
  const std::int64_t end = piece.batch + piece.batch_count;
  for (std::int64_t index = piece.batch; index < end;) {
    const Offsets start = offsets_of(plan.batch, index);
    const std::int64_t run_length = std::min(inner.extent - index % inner.extent, end - index);
    for (std::int64_t i = 0; i < run_length; ++i) {
      product.left = a + start.a + i * inner.a;
      product.right = right.at(operands.right + (start.b + i * inner.b) * right_size);
      product.result = c + start.c + i * inner.c;
      if (one_call) {
        kernel(product, {run_length, inner.a, inner.b, inner.c});
        break;
      }
      multiply(product, kernel, scratch);
    }
    index += run_length;
  }
}

}  // namespace

void run_direct(const Plan& plan, const Piece& piece, const Operands& operands, Scratch& scratch) {
  switch (plan.dtype) {
    case Dtype::float32:
      return run(plan, piece, operands, scratch, tiles().direct_float32);
    case Dtype::float64:
      return run(plan, piece, operands, scratch, tiles().direct_float64);
    case Dtype::complex64:
      return run(plan, piece, operands, scratch, tiles().direct_complex64);
    case Dtype::complex128:
      return run(plan, piece, operands, scratch, tiles().direct_complex128);
    default:
      return run(plan, piece, operands, scratch, tiles().direct_int32);
  }
}

}  // namespace tcalc
