#include <algorithm>
#include <app/calculate/compute.hpp>
#include <app/terminal/progress.hpp>
#include <string>
#include <vector>

#include <tcalc/core/checked.hpp>
#include <tcalc/kernel/execute.hpp>
#include <tcalc/kernel/run_schedule.hpp>

namespace tcalc::app {

void compute(const Operation& operation, const Settings& settings, MemoryLimit& limit,
             std::span<Source* const> operands, const Outcome& outcome, Target& target) {
  const std::string name(operation.name);
  const Contraction& contraction = contraction_of(outcome);
  std::vector<TensorView> views;
  std::int64_t operand_bytes = 0;
  for (std::size_t i = 0; i < operands.size(); ++i) {
    views.push_back(operands[i]->layout());
    const auto before = operands.first(i);
    const bool seen = std::ranges::find(before, operands[i]) != before.end();
    if (!seen) operand_bytes = saturating_add(operand_bytes, operands[i]->buffer_bytes());
  }
  const std::int64_t most = settings.max_memory.value_or(INT64_MAX);
  const Schedule outline = make_schedule(contraction, views, outcome.dtype, most);

  target.reserve(outline.dtype, outcome.shape);
  const int threads = limit.require(name, outline, outcome.shape, target.reserved(), operand_bytes,
                                    settings.threads.value_or(default_threads()));
  for (std::size_t i = 0; i < operands.size(); ++i) {
    operands[i]->load();
    views[i] = operands[i]->values();
  }
  // Planned anew on the values: only now are their addresses known.
  const Schedule schedule = make_schedule(contraction, views, outcome.dtype, most);
  {
    ProgressLine line({name, "FLOP", schedule.flops}, settings.progress);
    run_schedule(schedule, contraction, views, target.elements(), threads,
                 [&](double share) { line.update(share * schedule.flops); });
  }
  for (const Source* source : operands) {
    if (source->input() != nullptr) source->input()->check_unchanged();
  }
}

}  // namespace tcalc::app
