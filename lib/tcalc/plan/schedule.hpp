// The plans for all steps of a contraction of any number of operands, and the memory they take together.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <tcalc/core/tensor.hpp>
#include <tcalc/plan/path.hpp>
#include <tcalc/plan/plan.hpp>

namespace tcalc {

struct PlannedStep {
  Step step;
  Plan plan;
  Extents extents;  // of its outcome
};

struct Schedule {
  Dtype dtype = Dtype::float64;     // of the result
  std::vector<TensorView> layouts;  // of the operands
  std::vector<PlannedStep> steps;
  double multiply_adds = 0;
  double flops = 0;
  std::int64_t result_bytes = 0;
  std::int64_t intermediate_bytes = 0;  // the most that are held at a time
  std::int64_t scratch_bytes = 0;       // the most that one thread needs for a step
};

// The schedule for operands with these layouts; as in make_plan, views need no data. The result's dtype is
// the promoted one, or another that all operands' values fit. Intermediates hold no more than `most_bytes`
// together where an order of steps keeps to that. Throws Error{resource} when the bytes of a result or
// intermediate overflow.
Schedule make_schedule(const Contraction& contraction, std::span<const TensorView> operands,
                       std::optional<Dtype> result = std::nullopt, std::int64_t most_bytes = INT64_MAX);

// Whether a step is a product that the BLAS may compute.
bool may_call_blas(const Schedule& schedule);

// The dtype of a product of all operands: numpy.result_type.
Dtype promoted(std::span<const TensorView> operands);

}  // namespace tcalc
