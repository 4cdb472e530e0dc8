#include <algorithm>
#include <app/arrays/memory_limit.hpp>
#include <app/calculate/compute.hpp>
#include <app/calculate/rows.hpp>
#include <app/terminal/progress.hpp>
#include <utility>

#include <tcalc/core/checked.hpp>
#include <tcalc/kernel/run_schedule.hpp>
#include <tcalc/plan/part.hpp>

namespace tcalc::app {

namespace {

constexpr std::int64_t most_part_bytes = std::int64_t{64} << 20;  // enough to keep all threads busy

std::vector<TensorView> layouts_of(const std::vector<Source>& sources) {
  std::vector<TensorView> layouts;
  for (const Source& source : sources) layouts.push_back(source.layout());
  return layouts;
}

}  // namespace

std::optional<RowPlan> plan_rows(const Settings& settings, const Destination& destination,
                                 std::vector<Source>& sources, const Outcome& outcome) {
  const auto streamed = std::ranges::find_if(sources, &Source::has_rows_to_come);
  if (streamed == sources.end() || destination.format->header == nullptr) return std::nullopt;
  const auto operand = static_cast<std::size_t>(streamed - sources.begin());
  const auto label = row_label(contraction_of(outcome), operand, streamed->layout().extents);
  if (!label) return std::nullopt;

  const Schedule whole = make_schedule(contraction_of(outcome), layouts_of(sources), outcome.dtype);
  std::int64_t held = 0;  // by the other operands
  for (const Source& source : sources) held = saturating_add(held, source.buffer_bytes());
  const std::int64_t rows_bytes = streamed->buffer_bytes();
  held -= rows_bytes;
  const bool to_a_file = !destination.is_standard_output();
  const std::int64_t needed =
      saturating_add(saturating_add(held, rows_bytes),
                     saturating_add(whole.intermediate_bytes, to_a_file ? 0 : whole.result_bytes));
  const std::int64_t available = memory_limit(settings).bytes();
  if (needed <= available) return std::nullopt;

  const std::int64_t rows = streamed->layout().extents.front();
  const std::int64_t row_bytes =
      saturating_add(rows_bytes, saturating_add(whole.result_bytes, whole.intermediate_bytes)) / rows + 1;
  const std::int64_t room = std::min(most_part_bytes, (available - std::min(held, available)) / 2);
  return RowPlan{operand, *label, std::clamp<std::int64_t>(room / row_bytes, 1, rows)};
}

void compute_rows(const Request& request, const Settings& settings, std::vector<Source>& sources,
                  const Outcome& outcome, const RowPlan& plan, Target& target) {
  const std::string name(request.operation->name);
  const std::int64_t extent = contraction_of(outcome).extent(plan.label).size();
  const Contraction part = with_rows(contraction_of(outcome), plan.label, plan.rows_at_a_time);
  std::vector<TensorView> layouts = layouts_of(sources);
  std::int64_t operand_bytes = 0;
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const TensorView rows =
        part_along(layouts[i], part.operands[i], plan.label, extent, 0, plan.rows_at_a_time);
    operand_bytes =
        saturating_add(operand_bytes, i == plan.operand ? count(rows.extents) * size_of(rows.dtype)
                                                        : sources[i].buffer_bytes());
    layouts[i] = rows;
  }
  const Schedule outline = make_schedule(part, layouts, outcome.dtype);
  const MemoryNeed need = {.name = name,
                           .shape = outcome.shape,
                           .dtype = outline.dtype,
                           .result = outline.result_bytes,
                           .others = saturating_add(operand_bytes, outline.intermediate_bytes),
                           .scratch = outline.scratch_bytes,
                           .blas = may_call_blas(outline)};
  const int threads = memory_limit(settings).require(need, threads_of(settings));
  for (std::size_t i = 0; i < sources.size(); ++i) {
    if (i != plan.operand) sources[i].load();
  }
  target.begin(outline.dtype, outcome.shape);
  const double flops = outline.flops / static_cast<double>(plan.rows_at_a_time);  // of a row
  ProgressLine line({name, "FLOP", flops * static_cast<double>(extent)}, settings.progress);
  for (std::int64_t first = 0; first < extent; first += plan.rows_at_a_time) {
    const std::int64_t rows = std::min(plan.rows_at_a_time, extent - first);
    const Contraction now = with_rows(contraction_of(outcome), plan.label, rows);
    const Array streamed = sources[plan.operand].next_rows(rows);
    std::vector<TensorView> views;
    for (std::size_t i = 0; i < sources.size(); ++i)
      views.push_back(i == plan.operand ? streamed.view
                                        : part_along(sources[i].values(), now.operands[i], plan.label, extent,
                                                     first, rows));
    const Schedule schedule = make_schedule(now, views, outcome.dtype);
    Tensor result(schedule.dtype, schedule.steps.back().extents);
    run_schedule(schedule, views, result.data(), threads);
    target.append(result);
    line.update(flops * static_cast<double>(first + rows));
  }
  for (const Source& source : sources) {
    source.forbid_more();
    source.check_unchanged();
  }
}

}  // namespace tcalc::app
