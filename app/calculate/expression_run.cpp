#include <app/calculate/compute.hpp>
#include <app/calculate/expression_run.hpp>
#include <app/calculate/truth.hpp>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/graph/estimate.hpp>
#include <tcalc/shape/names.hpp>

namespace tcalc::app {

using expression::ArrayValue;
using expression::Binding;

Error named(Error error) {
  if (error.subject.empty()) error.set_subject("eval");
  return error;
}

Error placed(const LocatedError& error, const ExpressionRequest& expression) {
  const Error shown = language::shown(error, expression.text, expression.place);
  return expression.place.empty() ? named(shown) : shown;
}

ExpressionRun::ExpressionRun(const ExpressionRequest& expression, const Request& request,
                             const Settings& settings, MemoryLimit& limit, std::vector<Source*> operands,
                             bool only_shape)
    : expression_(expression),
      request_(request),
      settings_(settings),
      operands_(std::move(operands)),
      only_shape_(only_shape),
      evaluation_(limit, threads_of(settings), progress_lines(settings)) {}

// What is explained has a dtype: of shapes it is assumed.
NodeId ExpressionRun::add_leaf(std::size_t place) {
  Source& source = *operands_[place];
  Operand operand = source.operand();
  operand.name = expression_.operands[place].name;
  if (source.has_data() || !request_.has("explain"))
    return evaluation_.add_leaf(operand, {std::shared_ptr<void>(), &source});
  operand.dtype = settings_.dtype.value_or(Dtype::float32);
  if (!operand.shape.is_known()) return evaluation_.add_leaf(operand, nullptr);
  const Array layout = {contiguous(*operand.dtype, operand.shape.extents()), nullptr};
  return evaluation_.add_leaf(operand, std::make_shared<ArrayValues>(layout));
}

std::vector<Binding> ExpressionRun::bindings() {
  std::vector<Binding> bindings;
  std::set<std::string> dims;
  std::optional<std::size_t> unnamed;  // the only one
  std::size_t unnamed_count = 0;
  bool has_x = false;
  for (std::size_t place = 0; place < operands_.size(); ++place) {
    const ExpressionOperand& operand = expression_.operands[place];
    bindings.push_back({operand.name, {ArrayValue{add_leaf(place)}}});
    dims.merge(names_in(operands_[place]->operand().shape));
    has_x = has_x || operand.name == "x";
    if (!operand.has_name && ++unnamed_count == 1) unnamed = place;
  }
  for (const ExpressionOperand& operand : expression_.operands) {
    if (operand.has_name && dims.contains(operand.name) && only_shape_)
      throw Error(ErrorKind::usage,
                  "eval: " + operand.name + " is a dim of an operand, and cannot be an operand's name too",
                  "another name will do");
  }
  if (unnamed_count == 1 && !has_x && !dims.contains("x"))
    bindings.push_back({"x", bindings[*unnamed].value});
  return bindings;
}

void ExpressionRun::bind(const language::Program& program) {
  expression::BindOptions options;
  options.seed = settings_.seed;
  options.facts = settings_.facts;
  if (!only_shape_) options.values = [this](NodeId node) { return evaluation_.array_of(node); };
  const std::vector<Binding> operands = bindings();
  try {
    bound_ = expression::bind(program, operands, evaluation_.graph(), options);
  } catch (const LocatedError& error) {
    throw placed(error, expression_);
  }
  // From now on only what the result needs is held.
  if (bound_.node) evaluation_.hold(*bound_.node);
  for (std::size_t place = 0; place < operands_.size(); ++place)
    evaluation_.release(operands[place].value.get<ArrayValue>()->node);
}

void ExpressionRun::note_oddities(const Reporter& reporter) const {
  for (const ExpressionOperand& operand : expression_.operands) {
    const bool as_x = !operand.has_name && bound_.used.contains("x");
    if (bound_.used.contains(operand.name) || as_x) continue;
    reporter.note(formatted("eval: the operand {}{}{} is not used",
                            operand.has_name ? operand.name + "=" : "", escaped(operand.typed),
                            operand.has_name ? "" : " (" + operand.name + ")"));
  }
  for (const std::string& note : bound_.notes) reporter.note(note);
}

namespace {

// What is wrong with the values of an expression is told of it, and what is wrong with a file of that.
template <class F>
void evaluated(F compute) {
  try {
    compute();
  } catch (const Error& error) {
    const bool is_own = error.kind == ErrorKind::mismatch || error.kind == ErrorKind::resource;
    throw is_own ? named(error) : error;
  }
}

}  // namespace

TensorView ExpressionRun::values_of(NodeId node) {
  TensorView values;
  evaluated([&] { values = evaluation_.values(node); });
  return values;
}

void ExpressionRun::write(Target& target, const Reporter& reporter) {
  const NodeId node = *bound_.node;
  if (only_shape_) {
    target.set_notes(reporter.take_notes());
    return target.write_shape(evaluation_.graph()[node].shape);
  }
  const bool stores = evaluation_.can_compute_into(node);
  TensorView values;
  if (stores)
    evaluated([&] { evaluation_.compute_into(node, target); });
  else
    values = values_of(node);
  for (const Source* source : operands_) note_losses(*source, reporter);
  target.set_notes(reporter.take_notes());
  if (stores)
    target.write_result();
  else
    target.write(values);
}

void ExpressionRun::write_part(const ChosenPart& part, const Destination& destination,
                               const Reporter& reporter) {
  evaluated([&] {
    store_part(evaluation_, *bound_.node, part, destination, {operands_.begin(), operands_.end()},
               work_text(expression_.text, settings_), reporter);
  });
  for (const Source* source : operands_) note_losses(*source, reporter);
}

void ExpressionRun::check() {
  if (const auto* truth = bound_.value.get<bool>()) {
    if (*truth) return;
    throw Error(ErrorKind::mismatch, "eval: " + escaped(expression_.text) + " is False");
  }
  if (only_shape_ || !bound_.node) throw Error(ErrorKind::usage, "--check: the result has no values");
  const NodeId node = without_all(evaluation_.graph(), *bound_.node);
  evaluation_.hold(node);
  if (const auto untruth = untruth_of(values_of(node)))
    throw Error(ErrorKind::mismatch, formatted("eval: {} {}", escaped(expression_.text), *untruth));
}

ExplainedGraph ExpressionRun::explained() const {
  const Graph& graph = evaluation_.graph();
  const NodeId node = *bound_.node;
  const int threads = threads_of(settings_);
  std::optional<GraphPlan> plan;
  if (can_be_planned(graph, node) && !graph[node].is_leaf()) plan = evaluation_.plan(node);
  ExplainedGraph explained = tcalc::explain(graph, node, plan, threads);
  if (plan) explained.seconds = expected_seconds(graph, *plan, threads);
  return explained;
}

std::string ExpressionRun::explanation(const ExplainedGraph& explained) const {
  const Graph& graph = evaluation_.graph();
  return settings_.json ? graph_json(graph, explained, expression_.text) + "\n"
                        : graph_text(graph, explained);
}

std::string ExpressionRun::picture(const ExplainedGraph& explained) const {
  return graph_svg(evaluation_.graph(), explained, expression_.text);
}

}  // namespace tcalc::app
