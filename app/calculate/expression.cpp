#include <algorithm>
#include <app/arrays/document.hpp>
#include <app/arrays/memory_limit.hpp>
#include <app/arrays/open_operands.hpp>
#include <app/arrays/streamed_operands.hpp>
#include <app/calculate/expression_run.hpp>
#include <app/terminal/progress.hpp>
#include <utility>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/os/standard_output.hpp>
#include <tcalc/text/json_object.hpp>

namespace tcalc::app {

namespace {

void print(const std::string& text) {
  os::StandardOutput output;
  output.write(text);
  output.finish();
}

// A tuple of sizes is printed as Python prints it; arrays side by side are no result.
void refuse_arrays(const expression::Value& value, const ExpressionRequest& expression) {
  const auto* sequence = value.get<expression::Sequence>();
  const auto is_array = [](const expression::Value& item) { return item.is<expression::ArrayValue>(); };
  if (sequence == nullptr || std::ranges::none_of(sequence->items, is_array)) return;
  throw placed({{ErrorKind::usage, "a tuple of arrays is not one value",
                 "an index chooses one, stack and concatenate make one of several"},
                {value.span}},
               expression);
}

// What is no array: a tuple, a dtype, and in a question of shapes a number.
void print_value(const expression::Value& value, const ExpressionRequest& expression,
                 const Destination& destination, const Reporter& reporter) {
  if (destination.is_named())
    forbid_output(destination, "the result is " + kind_of(value) + ", not an array");
  refuse_arrays(value, expression);
  const std::string text = text_of(value);
  const bool json = destination.format == &formats::json_format;
  const std::string object = text::json_text({{"expression", expression.text}, {"value", text}}) + "\n";
  print(json ? with_notes(object, reporter.take_notes()) : text + "\n");
}

class Evaluator {
 public:
  Evaluator(const ExpressionRequest& expression, const Request& request, const Settings& settings,
            const Reporter& reporter)
      : expression_(expression),
        request_(request),
        settings_(settings),
        reporter_(reporter),
        destination_(destination_from(request)),
        part_(part_from(request, destination_)),
        limit_(part_ ? memory_limit_of(*part_, settings) : memory_limit(settings)),
        program_(parsed()) {
    // For $(...): a file says what it holds.
    settings_.print.bare = !destination_.is_named();
    if (part_) settings_ = settings_of(*part_, settings_);
    request_.operands.clear();
    for (const ExpressionOperand& operand : expression_.operands) request_.operands.push_back(operand.typed);
  }

  void once() {
    const bool explains = request_.has("explain");
    if (find_word(request_.options, "svg") != nullptr && !explains)
      throw Error(ErrorKind::usage, "--svg goes with explain eval only",
                  "tcalc explain eval EXPR --svg FILE");
    std::vector<Source> sources =
        open_operands(request_, settings_, limit_, reporter_, !request_.has("shape") && !explains);
    for (Source& source : sources) source.compute();
    const bool only_shape = explains || shape_only(request_, destination_, sources);
    std::vector<Source*> operands;
    for (Source& source : sources) operands.push_back(&source);
    ExpressionRun run(expression_, request_, settings_, limit_, std::move(operands), only_shape);
    run.bind(program_);
    run.note_oddities(reporter_);
    const expression::Bound& bound = run.bound();
    if (request_.has("check")) {
      run.check();
    } else if (!bound.node || (only_shape && bound.value.is_number())) {
      print_value(bound.value, expression_, destination_, reporter_);
    } else if (explains) {
      explain(run, sources);
    } else if (part_) {
      if (only_shape)
        throw Error(ErrorKind::usage, "--part: only shapes are computed: there is nothing to share out");
      run.write_part(*part_, destination_, reporter_);
    } else {
      Target target(destination_, settings_, sources, {"expression", expression_.text});
      run.write(target, reporter_);
      for (const Source& source : sources) source.check_unchanged();
      target.publish();
    }
  }

  // The expression of every array of standard input, one after the other.
  void each() {
    if (request_.has("explain")) throw Error(ErrorKind::usage, "--each does not go with --explain");
    StreamedOperands stream(request_, settings_, reporter_, limit_, "eval");
    Target target(destination_, settings_, {}, {"expression", expression_.text}, Arrays::sequence);
    ProgressLine line({"eval", "arrays"}, settings_.progress);
    while (!stream.at_end()) {
      std::vector<Source*> operands = stream.next();
      for (Source* operand : operands) operand->compute();
      const bool only_shape = request_.has("shape") || !std::ranges::all_of(operands, &Source::has_data);
      ExpressionRun run(expression_, request_, settings_, limit_, std::move(operands), only_shape);
      run.bind(program_);
      if (stream.rounds() == 1) run.note_oddities(reporter_);
      if (request_.has("check"))
        run.check();
      else if (run.bound().node)
        run.write(target, reporter_);
      else
        throw Error(ErrorKind::usage,
                    "--each: the result is " + kind_of(run.bound().value) + ", not an array");
      stream.finish_round();
      line.update(static_cast<double>(stream.rounds()));
    }
    target.publish();
  }

 private:
  void explain(const ExpressionRun& run, const std::vector<Source>& sources) {
    const std::string* svg = find_word(request_.options, "svg");
    const ExplainedGraph explained = run.explained();
    std::vector<const os::Input*> inputs;
    for (const Source& source : sources) inputs.push_back(source.input());
    Documents documents;
    if (svg != nullptr) documents.write(documents.add(*svg, inputs), run.picture(explained));
    if (svg == nullptr || *svg != "-")
      documents.print(with_notes(run.explanation(explained), reporter_.take_notes()));
    documents.publish();
  }

  language::Program parsed() const {
    try {
      return language::parse(expression_.text);
    } catch (const LocatedError& error) {
      throw placed(error, expression_);
    }
  }

  const ExpressionRequest& expression_;
  Request request_;  // whose operands are those of the expression
  Settings settings_;
  const Reporter& reporter_;
  const Destination destination_;
  const std::optional<ChosenPart> part_;
  MemoryLimit limit_;
  const language::Program program_;  // before any file is opened
};

}  // namespace

void evaluate(const ExpressionRequest& expression, const Request& request, const Settings& settings,
              const Reporter& reporter) {
  Evaluator evaluator(expression, request, settings, reporter);
  if (request.has("each"))
    evaluator.each();
  else
    evaluator.once();
}

}  // namespace tcalc::app
