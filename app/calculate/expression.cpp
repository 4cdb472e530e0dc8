#include <app/arrays/memory_limit.hpp>
#include <app/arrays/open_operands.hpp>
#include <app/arrays/target.hpp>
#include <app/calculate/compute.hpp>
#include <app/calculate/expression.hpp>
#include <app/calculate/truth.hpp>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include <tcalc/core/error.hpp>
#include <tcalc/explain/graph.hpp>
#include <tcalc/expression/bind.hpp>
#include <tcalc/graph/evaluation.hpp>
#include <tcalc/os/standard_output.hpp>
#include <tcalc/text/json.hpp>

namespace tcalc::app {

using expression::Binding;
using expression::Bound;
using expression::Value;

namespace {

class ExpressionRun {
 public:
  ExpressionRun(const ExpressionRequest& expression, const Request& request, const Settings& settings,
                const Reporter& reporter)
      : expression_(expression),
        request_(request),
        settings_(settings),
        reporter_(reporter),
        limit_(memory_limit(settings)),
        evaluation_(limit_, threads_of(settings), progress_lines(settings)) {}

  int run() {
    const Destination destination = destination_from(request_);
    // The text is checked before any file is opened.
    const language::Program program = parsed();
    open();
    only_shape_ = request_.has("--explain") || shape_only(request_, destination, sources_);
    const Bound bound = bind_to(program);
    note_unused(bound);
    for (const std::string& note : bound.notes) reporter_.note(note);
    if (request_.has("--explain") && bound.node) return explain(*bound.node);
    if (request_.has("--check")) return check(bound);
    answer(bound, destination);
    check_unchanged();
    return 0;
  }

 private:
  Error placed(const LocatedError& error) const {
    const Error shown = language::shown(error, expression_.text, expression_.place);
    return expression_.place.empty() ? named(shown) : shown;
  }

  static Error named(Error error) {
    if (!error.message.starts_with("eval: ")) error.message = "eval: " + error.message;
    return error;
  }

  language::Program parsed() const {
    try {
      return language::parse(expression_.text);
    } catch (const LocatedError& error) {
      throw placed(error);
    }
  }

  void open() {
    Request operands = request_;
    operands.operands.clear();
    for (const ExpressionOperand& operand : expression_.operands) operands.operands.push_back(operand.typed);
    sources_ = open_operands(operands, settings_, limit_, reporter_,
                             !request_.has("--shape") && !request_.has("--explain"));
  }

  std::vector<Binding> bindings() {
    std::vector<Binding> bindings;
    std::set<std::string> dims;
    std::optional<NodeId> unnamed;  // the only one
    std::size_t unnamed_count = 0;
    bool has_x = false;
    for (std::size_t place = 0; place < sources_.size(); ++place) {
      Operand operand = sources_[place].operand();
      operand.name = expression_.operands[place].name;
      dims.merge(expression::names_in(operand.shape));
      has_x = has_x || operand.name == "x";
      const NodeId leaf = add_leaf(operand, sources_[place]);
      if (!expression_.operands[place].has_name && ++unnamed_count == 1) unnamed = leaf;
      bindings.push_back({operand.name, {expression::ArrayValue{leaf}}});
      leaves_.push_back(leaf);
    }
    for (const ExpressionOperand& operand : expression_.operands) {
      if (operand.has_name && dims.contains(operand.name) && only_shape_)
        throw Error(ErrorKind::usage,
                    "eval: " + operand.name + " is a dim of an operand, and cannot be an operand's name too",
                    "another name will do");
    }
    if (unnamed_count == 1 && !has_x && !dims.contains("x"))
      bindings.push_back({"x", {expression::ArrayValue{*unnamed}}});
    return bindings;
  }

  // What is explained has a dtype: of shapes it is assumed.
  NodeId add_leaf(Operand operand, Source& source) {
    if (source.has_data() || !request_.has("--explain"))
      return evaluation_.add_leaf(operand, {std::shared_ptr<void>(), &source});
    operand.dtype = settings_.dtype.value_or(Dtype::float32);
    if (!operand.shape.is_known()) return evaluation_.add_leaf(operand, nullptr);
    const Array layout = {contiguous(*operand.dtype, operand.shape.extents()), nullptr};
    return evaluation_.add_leaf(operand, std::make_shared<ArrayValues>(layout));
  }

  int explain(NodeId node) {
    const Graph& graph = evaluation_.graph();
    std::optional<GraphPlan> plan;
    if (can_be_planned(graph, node) && !graph[node].is_leaf()) plan = evaluation_.plan(node);
    const ExplainedGraph explained = tcalc::explain(graph, node, plan, threads_of(settings_));
    os::StandardOutput output;
    output.write(settings_.json ? graph_json(graph, explained, expression_.text) + "\n"
                                : graph_text(graph, explained));
    output.finish();
    return 0;
  }

  Bound bind_to(const language::Program& program) {
    expression::BindOptions options;
    options.seed = settings_.seed;
    options.facts = settings_.facts;
    if (!only_shape_) options.values = [this](NodeId node) { return evaluation_.array_of(node); };
    const std::vector<Binding> operands = bindings();
    try {
      const Bound bound = expression::bind(program, operands, evaluation_.graph(), options);
      // From now on only what the result needs is held.
      if (bound.node) evaluation_.hold(*bound.node);
      for (const NodeId leaf : leaves_) evaluation_.release(leaf);
      return bound;
    } catch (const LocatedError& error) {
      throw placed(error);
    }
  }

  void note_unused(const Bound& bound) const {
    for (const ExpressionOperand& operand : expression_.operands) {
      const bool as_x = !operand.has_name && bound.used.contains("x");
      if (bound.used.contains(operand.name) || as_x) continue;
      reporter_.note("eval: the operand " + (operand.has_name ? operand.name + "=" : "") +
                     escaped(operand.typed) + (operand.has_name ? "" : " (" + operand.name + ")") +
                     " is not used");
    }
  }

  void check_unchanged() const {
    for (const Source& source : sources_) source.check_unchanged();
  }

  // What is no array: a tuple, a dtype, and in a question of shapes a number.
  void print(const Value& value, const Destination& destination) const {
    if (destination.is_named())
      forbid_output(destination, "the result is " + kind_of(value) + ", there is no array");
    const std::string text = text_of(value);
    os::StandardOutput output;
    if (destination.format == &formats::json_format)
      output.write("{\"expression\":" + text::json_string(expression_.text) +
                   ",\"value\":" + text::json_string(text) + "}\n");
    else
      output.write(text + "\n");
    output.finish();
  }

  void answer(const Bound& bound, const Destination& destination) {
    const bool number = only_shape_ && bound.value.is_number();
    if (!bound.node || number) return print(bound.value, destination);
    const NodeId node = *bound.node;
    const Shape shape = evaluation_.graph()[node].shape;
    Target target(destination, settings_, sources_, {"expression", expression_.text});
    if (only_shape_) {
      target.write_shape(shape);
      return target.publish();
    }
    const bool bare =
        shape.rank() == 0 && destination.format == &formats::text_format && !destination.is_named();
    if (bare) return print_bare(values_of(node));
    if (evaluation_.can_compute_into(node))
      evaluated([&] { evaluation_.compute_into(node, target); });
    else
      target.write(values_of(node));
    target.publish();
  }

  // What is wrong with the values of an expression is told of it, and what is wrong with a file of that.
  template <class F>
  void evaluated(F compute) const {
    try {
      compute();
    } catch (const Error& error) {
      const bool is_own = error.kind == ErrorKind::mismatch || error.kind == ErrorKind::resource;
      throw is_own ? named(error) : error;
    }
  }

  TensorView values_of(NodeId node) {
    TensorView values;
    evaluated([&] { values = evaluation_.values(node); });
    return values;
  }

  void print_bare(const TensorView& view) const {
    os::StandardOutput output;
    text::print_array(view, settings_.print, [&](std::string_view piece) { output.write(piece); });
    output.write("\n");
    output.finish();
  }

  int check(const Bound& bound) {
    if (const auto* truth = bound.value.get<bool>()) {
      if (*truth) return 0;
      throw Error(ErrorKind::mismatch, "eval: " + expression_.text + " is False");
    }
    if (only_shape_ || !bound.node) throw Error(ErrorKind::usage, "--check: there are no values to be true");
    const NodeId node = without_all(evaluation_.graph(), *bound.node);
    evaluation_.hold(node);
    const auto untruth = untruth_of(values_of(node));
    check_unchanged();
    if (!untruth) return 0;
    throw Error(ErrorKind::mismatch, "eval: " + escaped(expression_.text) + " " + *untruth);
  }

  const ExpressionRequest& expression_;
  const Request& request_;
  const Settings& settings_;
  const Reporter& reporter_;
  MemoryLimit limit_;
  std::vector<Source> sources_;
  Evaluation evaluation_;
  std::vector<NodeId> leaves_;  // of the operands
  bool only_shape_ = false;
};

}  // namespace

int evaluate(const ExpressionRequest& expression, const Request& request, const Settings& settings,
             const Reporter& reporter) {
  return ExpressionRun(expression, request, settings, reporter).run();
}

}  // namespace tcalc::app
