#include <algorithm>
#include <app/arrays/memory_limit.hpp>
#include <app/arrays/open_operands.hpp>
#include <app/arrays/target.hpp>
#include <app/calculate/compute.hpp>
#include <app/calculate/each.hpp>
#include <app/terminal/progress.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <tcalc/core/error.hpp>
#include <tcalc/os/input.hpp>

namespace tcalc::app {

namespace {

class EachRun {
 public:
  EachRun(const Request& request, const Settings& settings, const Reporter& reporter)
      : request_(request),
        settings_(settings),
        reporter_(reporter),
        limit_(memory_limit(settings)),
        input_(os::Input::standard_input()) {
    for (std::size_t place = 0; place < request.operands.size(); ++place) {
      const bool streamed = request.operands[place] == "-";
      streams_ += streamed ? 1 : 0;
      fixed_.push_back(streamed ? std::nullopt : std::optional(open_operand(request, settings, place)));
      if (fixed_.back()) fixed_.back()->warn_of_oddities(reporter);
    }
    if (streams_ == 0)
      throw Error(ErrorKind::usage, "--each needs an operand that is -, the arrays on standard input");
  }

  void run() {
    std::vector<Source> none;
    const Destination destination = destination_from(request_);
    Target target(destination, settings_, none, {"operation", std::string(request_.operation->name)},
                  Arrays::sequence);
    ProgressLine line({std::string(request_.operation->name), "arrays"}, settings_.progress);
    for (; !input_->at_end(); ++rounds_) {
      one_round(target);
      line.update(static_cast<double>(rounds_ + 1));
    }
    target.publish();
  }

 private:
  void one_round(Target& target) {
    std::vector<Source> arrays = next_arrays();
    std::vector<Source*> sources;
    std::vector<Operand> operands;
    bool only_shape = request_.has("--shape");
    for (std::size_t place = 0, streamed = 0; place < fixed_.size(); ++place) {
      sources.push_back(fixed_[place] ? &*fixed_[place] : &arrays[streamed++]);
      operands.push_back(sources.back()->operand());
      only_shape = only_shape || !sources.back()->has_data();
    }
    plan(operands);
    if (only_shape) {
      arrays.back().skip();
      target.write_shape(operation_.graph[operation_.result].shape);
    } else {
      compute(settings_, limit_, operation_, sources, target);
      target.write_result();
    }
  }

  // The graph stays what it was where the operands are like those of the round before.
  void plan(const std::vector<Operand>& operands) {
    const auto alike = [](const Operand& x, const Operand& y) {
      return x.shape == y.shape && x.dtype == y.dtype;
    };
    if (rounds_ > 0 && std::ranges::equal(operands, operands_, alike)) return;
    Outcome outcome = apply(*request_.operation, operands, request_.arguments);
    if (rounds_ == 0) {
      for (const std::string& note : outcome.notes) reporter_.note(note);
    }
    operation_ = operation_graph(*request_.operation, operands, std::move(outcome));
    operands_ = operands;
  }

  // All but the last are loaded: the header of the next follows their values.
  std::vector<Source> next_arrays() {
    std::vector<Source> arrays;
    for (std::size_t i = 0; i < streams_; ++i) {
      if (i > 0) load_or_skip(arrays.back());
      const std::size_t number = rounds_ * streams_ + i + 1;
      if (input_->at_end())
        throw Error(ErrorKind::input, "array " + std::to_string(number) +
                                          " of standard input is missing: " + std::to_string(streams_) +
                                          " make one " + std::string(request_.operation->name));
      arrays.push_back(next_array(input_, number, settings_.dtype));
    }
    return arrays;
  }

  void load_or_skip(Source& array) const {
    if (request_.has("--shape")) return array.skip();
    limit_.require(array.operand(), array.buffer_bytes());
    array.load();
  }

  const Request& request_;
  const Settings& settings_;
  const Reporter& reporter_;
  MemoryLimit limit_;
  std::shared_ptr<os::Input> input_;
  std::vector<std::optional<Source>> fixed_;  // nothing where an array of the stream comes in
  std::size_t streams_ = 0, rounds_ = 0;
  OperationGraph operation_;       // of the last round
  std::vector<Operand> operands_;  // of the round that it was made for
};

}  // namespace

void run_each(const Request& request, const Settings& settings, const Reporter& reporter) {
  EachRun(request, settings, reporter).run();
}

}  // namespace tcalc::app
