#include <algorithm>

#include <tcalc/core/checked.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/plan/schedule.hpp>

namespace tcalc {

namespace {

std::int64_t bytes_of(const TensorView& view) {
  const auto elements = checked_product(view.extents);
  const auto bytes = elements ? checked_multiply(*elements, size_of(view.dtype)) : std::nullopt;
  if (!bytes) throw Error(ErrorKind::resource, "an intermediate result has more bytes than can be addressed");
  return *bytes;
}

// The operands as the steps see them, and the bytes of those that must be copied for that.
std::vector<TensorView> seen_by_steps(const Contraction& contraction, std::span<const TensorView> operands,
                                      std::int64_t& copied_bytes) {
  std::vector<TensorView> views(operands.begin(), operands.end());
  if (!contraction.flattened) return views;
  for (TensorView& view : views) {
    if (const auto flat = flattened(view)) {
      view = *flat;
    } else {
      view = contiguous(view.dtype, {count(view.extents)});
      copied_bytes += bytes_of(view);
    }
  }
  return views;
}

Schedule planned(const Contraction& contraction, std::span<const TensorView> operands, Dtype dtype,
                 double most_elements) {
  Schedule schedule;
  schedule.dtype = dtype;
  std::int64_t held = 0;
  std::vector<TensorView> views = seen_by_steps(contraction, operands, held);
  schedule.layouts = views;
  schedule.intermediate_bytes = held;
  std::vector<Extents> extents;
  for (const TensorView& view : views) extents.push_back(view.extents);
  const std::vector<Step> path = make_path(contraction, extents, most_elements);
  for (std::size_t i = 0; i < path.size(); ++i) {
    const Step& step = path[i];
    const bool is_last = i + 1 == path.size();
    const Dtype own = is_last ? dtype : intermediate_dtype(dtype);
    const auto view = [&](std::size_t term) -> const TensorView& {
      return views[static_cast<std::size_t>(step.terms[term])];
    };
    PlannedStep planned = {step, {}, {}};
    planned.plan = step.terms.size() == 1 ? make_plan(step.contraction, view(0), own)
                                          : make_plan(step.contraction, view(0), view(1), own);
    for (const int label : step.contraction.result)
      planned.extents.push_back(step.contraction.extent(label).size());
    views.push_back(contiguous(own, planned.extents));
    if (!is_last) held += bytes_of(views.back());
    schedule.intermediate_bytes = std::max(schedule.intermediate_bytes, held);
    for (const int term : step.terms) {
      if (term >= static_cast<int>(operands.size())) held -= bytes_of(views[static_cast<std::size_t>(term)]);
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
  double bound = static_cast<double>(most_bytes) / static_cast<double>(size_of(intermediate_dtype(dtype)));
  while (best.intermediate_bytes > most_bytes && best.steps.size() > 1 && bound >= 1) {
    Schedule smaller = planned(contraction, operands, dtype, bound);
    if (smaller.intermediate_bytes < best.intermediate_bytes) best = std::move(smaller);
    bound /= 2;
  }
  return best;
}

Dtype promoted(std::span<const TensorView> operands) {
  Dtype dtype = operands.front().dtype;
  for (const TensorView& operand : operands) dtype = promote(dtype, operand.dtype);
  return dtype;
}

Dtype intermediate_dtype(Dtype result) { return result == Dtype::float16 ? Dtype::float32 : result; }

std::optional<TensorView> flattened(const TensorView& view) {
  TensorView flat = view;
  flat.extents = {count(view.extents)};
  flat.strides = {1};
  std::int64_t expected = 0;  // what the next outer axis must step; 0 while only axes of size 1 were seen
  for (std::size_t axis = view.extents.size(); axis-- > 0;) {
    if (view.extents[axis] == 1) continue;
    if (expected == 0)
      flat.strides = {view.strides[axis]};
    else if (view.strides[axis] != expected)
      return std::nullopt;
    expected = view.strides[axis] * view.extents[axis];
    if (expected == 0) return flat.extents[0] == 0 ? std::optional(flat) : std::nullopt;
  }
  return flat;
}

}  // namespace tcalc
