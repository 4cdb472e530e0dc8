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

// A rectangle of whole pieces of the result alone, with the bits of the whole.
void execute_share(const Plan& plan, const Piece& share, const TensorView& a, const TensorView& b,
                   std::byte* result, int threads, const Progress& progress = {});

// A part of the result alone (see part_of), on the thread that calls it; bits are those of the whole where
// the part falls into pieces of the plan, and in any part where it is our own kernels that compute.
// Before that, once: the plan with the kernel that this machine is better off with, which the others obey,
// and on how many of so many threads parts can be computed at the same time.
Plan plan_for_parts(const Plan& plan);
int threads_for_parts(const Plan& chosen, int threads);
void execute_part(const Plan& chosen, const Piece& part, const TensorView& a, const TensorView& b,
                  std::byte* result, Scratch& scratch);

}  // namespace tcalc
