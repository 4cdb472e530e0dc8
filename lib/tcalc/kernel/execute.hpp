// Carries out a plan.
#pragma once

#include <cstddef>

#include <tcalc/core/tensor.hpp>
#include <tcalc/kernel/team.hpp>
#include <tcalc/plan/plan.hpp>

namespace tcalc {

// Writes the result, C-contiguous and in native byte order, to `result`: plan.result_bytes bytes, aligned for
// the dtype. a and b are the views that the plan was made for (b is not looked at where it has one operand).
// `threads` >= 1; the bits of the result do not depend on it.
void execute(const Plan& plan, const TensorView& a, const TensorView& b, std::byte* result, int threads,
             const Progress& progress = {});

}  // namespace tcalc
