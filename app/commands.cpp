#include <app/commands.hpp>
#include <app/memory_check.hpp>
#include <app/operands.hpp>
#include <app/progress.hpp>
#include <app/target.hpp>
#include <string_view>
#include <vector>

#include <tcalc/core/error.hpp>
#include <tcalc/kernel/execute.hpp>
#include <tcalc/os/output.hpp>
#include <tcalc/text/json.hpp>

namespace tcalc::app {

namespace {

void require_operand_count(const Request& request) {
  constexpr std::size_t needed = 2;
  const std::size_t given = request.operands.size();
  if (given == needed) return;
  const std::string name(request.operation->name);
  throw Error(ErrorKind::usage, name + " takes 2 operands, got " + std::to_string(given),
              "for example: " + std::string(request.operation->example));
}

void print_shape(const Request& request, const Shape& shape) {
  os::StandardOutput output;
  if (request.json) {
    std::string dims;
    for (const Dim& dim : shape) {
      if (!dims.empty()) dims += ',';
      dims += dim.is_known() ? dim.text() : dim.is_named() ? text::json_string(dim.name()) : "null";
    }
    output.write("{\"operation\":" + text::json_string(request.operation->name) + ",\"shape\":[" + dims +
                 "]}\n");
  } else {
    output.write(shape.text() + "\n");
  }
  output.finish();
}

void compute_values(const Request& request, std::vector<Source>& sources, const Contraction& contraction,
                    const MemoryLimit& limit) {
  const std::string name(request.operation->name);
  const Shape shape(contraction.result_dims());
  const Plan outline = make_plan(contraction, sources[0].layout(), sources[1].layout());
  std::int64_t operand_bytes = 0;
  for (const Source& source : sources) operand_bytes += source.buffer_bytes();

  Target target(request, sources);
  target.reserve(outline.dtype, shape);
  const int threads = limit.require(name, outline, shape, target.reserved(), operand_bytes,
                                    request.threads.value_or(default_threads()));
  for (Source& source : sources) source.load();
  // Planned anew on the values: only now are their addresses known.
  const Plan plan = make_plan(contraction, sources[0].values(), sources[1].values());
  {
    ProgressLine line(name, !request.quiet);
    execute(plan, sources[0].values(), sources[1].values(), target.elements(), threads,
            [&](double share) { line.update(share); });
  }
  for (const Source& source : sources) {
    if (source.input() != nullptr) source.input()->check_unchanged();
  }
  target.publish();
}

}  // namespace

void compute(const Request& request, const Reporter& reporter) {
  require_operand_count(request);
  const MemoryLimit limit(request.max_memory);
  std::vector<Source> sources = open_operands(request, limit, reporter);
  const bool only_shape = shape_only(request, sources);
  const Outcome outcome =
      apply(*request.operation, sources[0].operand(), sources[1].operand(), request.arguments);
  if (only_shape)
    print_shape(request, Shape(outcome.contraction.result_dims()));
  else
    compute_values(request, sources, outcome.contraction, limit);
  for (const std::string& note : outcome.notes) reporter.note(note);
}

void print_page(const std::string& page) {
  os::StandardOutput output;
  output.write(page);
  output.finish();
}

}  // namespace tcalc::app
