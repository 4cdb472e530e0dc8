#include <algorithm>
#include <app/arrays/memory_limit.hpp>
#include <app/arrays/open_operands.hpp>
#include <app/arrays/target.hpp>
#include <app/calculate/answer.hpp>
#include <app/calculate/compute.hpp>
#include <app/calculate/each.hpp>
#include <app/calculate/misreadings.hpp>
#include <app/calculate/rows.hpp>
#include <app/cli/command.hpp>
#include <app/parts/part.hpp>
#include <app/terminal/hint_text.hpp>
#include <unistd.h>
#include <vector>

#include <tcalc/core/error.hpp>
#include <tcalc/os/standard_output.hpp>

namespace tcalc::app {

namespace {

void compute_values(const Request& request, const Settings& settings, const Destination& destination,
                    std::vector<Source>& sources, std::span<const Operand> operands, const Outcome& outcome,
                    Target& target) {
  if (const auto rows = plan_rows(settings, destination, sources, outcome))
    return compute_rows(request, settings, sources, outcome, *rows, target);
  std::vector<Source*> own;
  for (Source& source : sources) own.push_back(&source);
  MemoryLimit limit = memory_limit(settings);
  compute(settings, limit, operation_graph(*request.operation, operands, outcome), own, target);
}

void answer(const Request& request, const Settings& settings, const Reporter& reporter) {
  const Destination destination = destination_from(request);
  const std::optional<ChosenPart> part = part_from(request, destination);
  std::vector<Source> sources =
      open_operands(request, settings, memory_limit(settings), reporter, !request.has("shape"));
  for (Source& source : sources) source.compute();
  const bool only_shape = shape_only(request, destination, sources);
  std::vector<Operand> operands;
  for (const Source& source : sources) operands.push_back(source.operand());
  note_misreadings(request, operands, reporter);
  const Outcome outcome = apply(*request.operation, operands, request.arguments);
  if (part) {
    if (only_shape)
      throw Error(ErrorKind::usage, "--part: only shapes are computed: there is nothing to share out");
    std::vector<Source*> own;
    for (Source& source : sources) own.push_back(&source);
    compute_part(settings, *part, operation_graph(*request.operation, operands, outcome), own, destination,
                 work_text(std::string(request.operation->name), settings), reporter);
    for (const Source& source : sources) note_losses(source, reporter);
    for (const Note& note : outcome.notes) reporter.note(note_text(note));
    return;
  }
  Target target(destination, settings, sources, {"operation", std::string(request.operation->name)});
  // JSON holds them in its object, text has them after the answer.
  const auto note_all = [&] {
    for (const Note& note : outcome.notes) reporter.note(note_text(note));
  };
  if (settings.json) note_all();
  if (only_shape) {
    target.set_notes(reporter.take_notes());
    target.write_shape(outcome.shape);
  } else {
    compute_values(request, settings, destination, sources, operands, outcome, target);
    if (settings.json) {
      for (const Source& source : sources) note_losses(source, reporter);
    }
    target.set_notes(reporter.take_notes());
  }
  target.publish();
  note_ending(destination, reporter);
  if (settings.json) return;
  if (!only_shape) {
    for (const Source& source : sources) note_losses(source, reporter);
  }
  note_all();
}

}  // namespace

namespace {

// Nothing would be seen to happen.
void announce_terminal(const Request& request, const Reporter& reporter) {
  const auto is_stream = [](const std::string& typed) { return typed == "-" || typed == "/dev/stdin"; };
  if (std::ranges::any_of(request.operands, is_stream) && os::is_terminal(STDIN_FILENO))
    reporter.announce("reading from the terminal; Ctrl-D ends the input, Ctrl-C gives up");
}

}  // namespace

int run(const Request& request, const Settings& settings, const Reporter& reporter) {
  if (request.command == nullptr) check_operand_count(*request.operation, request.operands.size());
  if (request.operation != nullptr) refuse_unquoted_arrow(request);
  announce_terminal(request, reporter);
  if (request.command != nullptr) return request.command->run(request, settings, reporter);
  if (request.has("each"))
    run_each(request, settings, reporter);
  else
    answer(request, settings, reporter);
  return 0;
}

void print_page(const std::string& page) {
  os::StandardOutput output;
  output.write(page);
  output.finish();
}

}  // namespace tcalc::app
