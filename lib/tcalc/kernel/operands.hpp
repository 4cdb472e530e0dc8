// The addresses a plan is executed on, and the offsets that a piece of it reads and writes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include <tcalc/kernel/pack.hpp>
#include <tcalc/plan/plan.hpp>

namespace tcalc {

// Element 0 of the left and right operand, in the plan's sense, and of the result.
struct Operands {
  const std::byte* left;
  const std::byte* right;
  std::byte* result;
};

// The same for one product of the batch.
inline Operands at_batch(const Plan& plan, const Operands& operands, std::int64_t batch) {
  const Offsets offsets = offsets_of(plan.batch, batch);
  return {operands.left + offsets.a * size_of(plan.left.dtype),
          operands.right + offsets.b * size_of(plan.right.dtype),
          operands.result + offsets.c * size_of(plan.dtype)};
}

inline Block block_of(const MatrixOperand& operand, const std::byte* data, std::span<const std::int64_t> rows,
                      std::span<const std::int64_t> columns) {
  return {data, operand.dtype, operand.byte_swapped, operand.conjugate, rows, columns};
}

}  // namespace tcalc
