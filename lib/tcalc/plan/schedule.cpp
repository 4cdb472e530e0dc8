#include <algorithm>

#include <tcalc/plan/schedule.hpp>

namespace tcalc {

namespace {

Schedule planned(const Contraction& contraction, std::span<const TensorView> operands, Dtype dtype,
                 double most_elements) {
  Schedule schedule;
  schedule.dtype = dtype;
  schedule.layouts.assign(operands.begin(), operands.end());
  std::vector<Extents> extents;
  for (const TensorView& operand : operands) extents.push_back(operand.extents);
  std::vector<Step> path = make_path(contraction, extents, most_elements);
  std::vector<TensorView> intermediates;
  const auto view = [&](int term) -> const TensorView& {
    const auto place = static_cast<std::size_t>(term);
    return place < operands.size() ? operands[place] : intermediates[place - operands.size()];
  };
  std::int64_t held = 0;
  for (std::size_t i = 0; i < path.size(); ++i) {
    const bool is_last = i + 1 == path.size();
    // Narrow floats are rounded once, at the end.
    const Dtype own = is_last ? dtype : compute_dtype(dtype);
    PlannedStep planned = {std::move(path[i]), {}, {}};
    const Step& step = planned.step;
    planned.plan = step.terms.size() == 1
                       ? make_plan(step.contraction, view(step.terms[0]), own)
                       : make_plan(step.contraction, view(step.terms[0]), view(step.terms[1]), own);
    for (const int label : step.contraction.result)
      planned.extents.push_back(step.contraction.extent(label).size());
    if (!is_last) {
      intermediates.push_back(contiguous(own, planned.extents));
      held += planned.plan.result_bytes;
    }
    schedule.intermediate_bytes = std::max(schedule.intermediate_bytes, held);
    for (const int term : step.terms) {
      const auto place = static_cast<std::size_t>(term);
      if (place >= operands.size()) held -= schedule.steps[place - operands.size()].plan.result_bytes;
    }
    schedule.multiply_adds += planned.plan.multiply_adds;
    schedule.flops += step.flops;
    schedule.scratch_bytes = std::max(schedule.scratch_bytes, scratch_bytes(planned.plan));
    schedule.steps.push_back(std::move(planned));
  }
  schedule.result_bytes = schedule.steps.back().plan.result_bytes;
  return schedule;
}

}  // namespace

Schedule make_schedule(const Contraction& contraction, std::span<const TensorView> operands,
                       std::optional<Dtype> result, std::int64_t most_bytes) {
  const Dtype dtype = result.value_or(promoted(operands));
  Schedule best = planned(contraction, operands, dtype, no_bound);
  // Several intermediates may be held at once: the bound on each shrinks until all of them fit.
  double bound = static_cast<double>(most_bytes) / static_cast<double>(size_of(compute_dtype(dtype)));
  while (best.intermediate_bytes > most_bytes && bound >= 1) {
    Schedule smaller = planned(contraction, operands, dtype, bound);
    if (smaller.intermediate_bytes < best.intermediate_bytes) best = std::move(smaller);
    bound /= 2;
  }
  return best;
}

bool may_call_blas(const Schedule& schedule) {
  return std::ranges::any_of(schedule.steps,
                             [](const PlannedStep& step) { return step.plan.kernel == Kernel::blas; });
}

Dtype promoted(std::span<const TensorView> operands) {
  std::vector<Dtype> dtypes;
  for (const TensorView& operand : operands) dtypes.push_back(operand.dtype);
  return result_type(dtypes);
}

}  // namespace tcalc
