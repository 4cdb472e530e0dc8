#include <algorithm>
#include <app/arrays/memory_limit.hpp>
#include <app/arrays/streamed_operands.hpp>
#include <app/arrays/target.hpp>
#include <app/calculate/compute.hpp>
#include <app/calculate/each.hpp>
#include <app/terminal/hint_text.hpp>
#include <app/terminal/progress.hpp>
#include <string>
#include <utility>
#include <vector>

namespace tcalc::app {

namespace {

class EachRun {
 public:
  EachRun(const Request& request, const Settings& settings, const Reporter& reporter)
      : request_(request),
        settings_(settings),
        reporter_(reporter),
        limit_(memory_limit(settings)),
        name_(request.operation->name),
        stream_(request, settings, reporter, limit_, name_) {}

  void run() {
    const Destination destination = destination_from(request_);
    Target target(destination, settings_, {}, {"operation", name_}, Arrays::sequence);
    ProgressLine line({name_, "arrays"}, settings_.progress);
    while (!stream_.at_end()) {
      one_round(target);
      line.update(static_cast<double>(stream_.rounds()));
    }
    target.publish();
  }

 private:
  void one_round(Target& target) {
    const std::vector<Source*> sources = stream_.next();
    for (Source* source : sources) source->compute();
    std::vector<Operand> operands;
    for (const Source* source : sources) operands.push_back(source->operand());
    plan(operands);
    if (request_.has("shape") || !std::ranges::all_of(sources, &Source::has_data)) {
      target.set_notes(reporter_.take_notes());
      target.write_shape(operation_.graph[operation_.result].shape);
    } else {
      compute(settings_, limit_, operation_, sources, target);
      stream_.note_losses(reporter_);
      target.set_notes(reporter_.take_notes());
      target.write_result();
    }
    stream_.finish_round();
  }

  // The graph stays what it was where the operands are like those of the round before.
  void plan(const std::vector<Operand>& operands) {
    const auto alike = [](const Operand& x, const Operand& y) {
      return x.shape == y.shape && x.dtype == y.dtype;
    };
    const bool is_first = stream_.rounds() == 1;
    if (!is_first && std::ranges::equal(operands, operands_, alike)) return;
    Outcome outcome = apply(*request_.operation, operands, request_.arguments);
    if (is_first) {
      for (const Note& note : outcome.notes) reporter_.note(note_text(note));
    }
    operation_ = operation_graph(*request_.operation, operands, std::move(outcome));
    operands_ = operands;
  }

  const Request& request_;
  const Settings& settings_;
  const Reporter& reporter_;
  MemoryLimit limit_;
  std::string name_;
  StreamedOperands stream_;
  OperationGraph operation_;       // of the last round
  std::vector<Operand> operands_;  // of the round that it was made for
};

}  // namespace

void run_each(const Request& request, const Settings& settings, const Reporter& reporter) {
  EachRun(request, settings, reporter).run();
}

}  // namespace tcalc::app
