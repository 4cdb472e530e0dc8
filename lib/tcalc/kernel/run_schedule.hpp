// Carries out a schedule, step by step.
#pragma once

#include <cstddef>
#include <span>

#include <tcalc/core/tensor.hpp>
#include <tcalc/kernel/team.hpp>
#include <tcalc/plan/schedule.hpp>

namespace tcalc {

// Writes the result, C-contiguous and in native byte order, to `result`: schedule.result_bytes bytes, aligned
// for the dtype. `operands` are the views that the schedule was made for. Allocates the intermediates, at
// most schedule.intermediate_bytes at a time. The bits of the result do not depend on `threads`.
void run_schedule(const Schedule& schedule, std::span<const TensorView> operands, std::byte* result,
                  int threads, const Progress& progress = {});

// The same, but of the last step a share alone: see execute_share.
void run_share_of_schedule(const Schedule& schedule, const Piece& share, std::span<const TensorView> operands,
                           std::byte* result, int threads, const Progress& progress);

}  // namespace tcalc
