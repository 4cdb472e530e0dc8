// Carries out elementwise functions and reductions, block by block.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include <tcalc/core/tensor.hpp>
#include <tcalc/kernel/team.hpp>
#include <tcalc/ops/outcome.hpp>

namespace tcalc {

// Both write a result of these extents and this dtype, C-contiguous, to `result`. Operands may have any
// layout and dtype: they are converted block by block. The bits of the result do not depend on `threads`.
void run_elementwise(const Elementwise& work, std::span<const TensorView> operands, Dtype dtype,
                     const Extents& extents, std::byte* result, int threads, const Progress& progress);
void run_reduction(const Reduction& work, const TensorView& operand, Dtype dtype, std::byte* result,
                   int threads, const Progress& progress);

// Bytes that one thread needs for that at most.
std::int64_t block_scratch_bytes(const Elementwise& work, std::span<const TensorView> operands);
std::int64_t block_scratch_bytes(const Reduction& work, const TensorView& operand);

}  // namespace tcalc
