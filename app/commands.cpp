#include <app/command.hpp>
#include <app/commands.hpp>
#include <app/memory_check.hpp>
#include <app/operands.hpp>
#include <app/progress.hpp>
#include <app/target.hpp>
#include <string_view>
#include <vector>

#include <tcalc/core/error.hpp>
#include <tcalc/kernel/execute.hpp>
#include <tcalc/kernel/run_schedule.hpp>
#include <tcalc/os/output.hpp>
#include <tcalc/text/json.hpp>

namespace tcalc::app {

namespace {

void print_shape(const Request& request, const Shape& shape) {
  os::StandardOutput output;
  if (request.format == Format::json) {
    output.write("{\"operation\":" + text::json_string(request.operation->name) +
                 ",\"shape\":" + text::shape_json(shape.dims()) + "}\n");
  } else {
    output.write(shape.text() + "\n");
  }
  output.finish();
}

void compute_values(const Request& request, std::vector<Source>& sources, const Outcome& outcome,
                    const MemoryLimit& limit) {
  const std::string name(request.operation->name);
  const Contraction& contraction = outcome.contraction;
  const Shape shape(contraction.result_dims());
  std::vector<TensorView> views;
  std::int64_t operand_bytes = 0;
  for (const Source& source : sources) {
    views.push_back(source.layout());
    operand_bytes += source.buffer_bytes();
  }
  const std::int64_t most = request.max_memory.value_or(INT64_MAX);
  const Schedule outline = make_schedule(contraction, views, outcome.dtype, most);

  Target target(request, sources, {"operation", name});
  target.reserve(outline.dtype, shape);
  const int threads = limit.require(name, outline, shape, target.reserved(), operand_bytes,
                                    request.threads.value_or(default_threads()));
  for (std::size_t i = 0; i < sources.size(); ++i) {
    sources[i].load();
    views[i] = sources[i].values();
  }
  // Planned anew on the values: only now are their addresses known.
  const Schedule schedule = make_schedule(contraction, views, outcome.dtype, most);
  {
    ProgressLine line(name, !request.quiet);
    run_schedule(schedule, contraction, views, target.elements(), threads,
                 [&](double share) { line.update(share); });
  }
  for (const Source& source : sources) {
    if (source.input() != nullptr) source.input()->check_unchanged();
  }
  target.publish();
}

void compute(const Request& request, const Reporter& reporter) {
  check_operand_count(*request.operation, request.operands.size());
  const MemoryLimit limit(request.max_memory);
  std::vector<Source> sources = open_operands(request, limit, reporter, !request.shape_only);
  const bool only_shape = shape_only(request, sources);
  std::vector<Operand> operands;
  for (const Source& source : sources) operands.push_back(source.operand());
  const Outcome outcome = apply(*request.operation, operands, request.arguments);
  if (only_shape)
    print_shape(request, Shape(outcome.contraction.result_dims()));
  else
    compute_values(request, sources, outcome, limit);
  for (const std::string& note : outcome.notes) reporter.note(note);
}

}  // namespace

int run(const Request& request, const Reporter& reporter) {
  if (request.command != nullptr) return request.command->run(request, reporter);
  compute(request, reporter);
  return 0;
}

void print_page(const std::string& page) {
  os::StandardOutput output;
  output.write(page);
  output.finish();
}

}  // namespace tcalc::app
