#include <app/command.hpp>
#include <app/commands.hpp>
#include <app/compute.hpp>
#include <app/memory_check.hpp>
#include <app/operands.hpp>
#include <app/target.hpp>
#include <vector>

#include <tcalc/core/error.hpp>
#include <tcalc/os/output.hpp>
#include <tcalc/text/json.hpp>

namespace tcalc::app {

namespace {

void print_shape(const Request& request, const Shape& shape) {
  os::StandardOutput output;
  if (request.json) {
    output.write("{\"operation\":" + text::json_string(request.operation->name) +
                 ",\"shape\":" + text::shape_json(shape.dims()) + "}\n");
  } else {
    output.write(shape.text() + "\n");
  }
  output.finish();
}

void compute_values(const Request& request, std::vector<Source>& sources, const Outcome& outcome) {
  std::vector<Source*> operands;
  for (Source& source : sources) operands.push_back(&source);
  Target target(request, sources);
  compute(request, operands, outcome, target);
  target.publish();
}

void answer(const Request& request, const Reporter& reporter) {
  check_operand_count(*request.operation, request.operands.size());
  std::vector<Source> sources =
      open_operands(request, MemoryLimit(request.max_memory), reporter, !request.shape_only);
  const bool only_shape = shape_only(request, sources);
  std::vector<Operand> operands;
  for (const Source& source : sources) operands.push_back(source.operand());
  const Outcome outcome = apply(*request.operation, operands, request.arguments);
  if (only_shape)
    print_shape(request, Shape(outcome.contraction.result_dims()));
  else
    compute_values(request, sources, outcome);
  for (const std::string& note : outcome.notes) reporter.note(note);
}

}  // namespace

int run(const Request& request, const Reporter& reporter) {
  if (request.command != nullptr) return request.command->run(request, reporter);
  answer(request, reporter);
  return 0;
}

void print_page(const std::string& page) {
  os::StandardOutput output;
  output.write(page);
  output.finish();
}

}  // namespace tcalc::app
