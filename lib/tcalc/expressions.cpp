#include <tcalc/evaluate/evaluate.hpp>
#include <tcalc/expression/bind.hpp>
#include <tcalc/expressions.hpp>
#include <tcalc/kernel/execute.hpp>
#include <tcalc/ops/registry.hpp>
#include <tcalc/text/operand.hpp>

namespace tcalc {

namespace {

using expression::Binding;
using expression::Bound;
using expression::Graph;
using expression::NodeId;

Error placed(const LocatedError& error, const std::string& text) {
  Error result = language::shown(error, text);
  result.message = "eval: " + result.message;
  return result;
}

NodeId array_of(const Bound& bound) {
  if (bound.node) return *bound.node;
  throw Error(ErrorKind::usage, "eval: the result is " + expression::kind_of(bound.value) + ", not an array");
}

}  // namespace

NamedShape::NamedShape(std::string called, std::string_view typed)
    : name(std::move(called)), shape(text::parse_shape(typed)) {}

TypedShape::TypedShape(const char* typed) : shape(text::parse_shape(typed)) {}

namespace detail {

Array value_of(const std::string& text, const std::vector<NamedArray>& arrays) {
  std::vector<Binding> bindings;
  for (std::size_t place = 0; place < arrays.size(); ++place) {
    const TensorView& view = arrays[place].array.view;
    bindings.push_back({arrays[place].name, place, {arrays[place].name, Shape(view.extents), view.dtype}});
  }
  const expression::Inputs inputs = {[&](std::size_t place) { return arrays[place].array.view; },
                                     [&](std::size_t place) { return arrays[place].array; }};
  expression::BindOptions options;
  options.values = [&](const Graph& graph, NodeId node) {
    return expression::Evaluation(graph, node, inputs, default_threads()).run();
  };
  Graph graph;
  try {
    const Bound bound = expression::bind(language::parse(text), bindings, graph, options);
    return expression::Evaluation(graph, array_of(bound), inputs, default_threads()).run();
  } catch (const LocatedError& error) {
    throw placed(error, text);
  }
}

Error other_dtype(Dtype given, Dtype asked) {
  return {ErrorKind::mismatch,
          "eval: the result is " + std::string(name_of(given)) + ", which " + std::string(name_of(asked)) +
              " does not hold",
          "astype(..., '" + std::string(name_of(asked)) + "') converts it"};
}

}  // namespace detail

Shape infer(const std::string& text, const std::vector<NamedShape>& shapes) {
  std::vector<Binding> bindings;
  for (std::size_t place = 0; place < shapes.size(); ++place)
    bindings.push_back({shapes[place].name, place, {shapes[place].name, shapes[place].shape}});
  Graph graph;
  try {
    return graph[array_of(expression::bind(language::parse(text), bindings, graph, {}))].shape;
  } catch (const LocatedError& error) {
    throw placed(error, text);
  }
}

Shape shape_of(std::string_view operation, const std::vector<TypedShape>& operands,
               const Arguments& options) {
  const Operation* found = find_operation(operation);
  if (found == nullptr)
    throw Error(ErrorKind::usage, "there is no operation '" + std::string(operation) + "'");
  std::vector<Operand> described;
  for (std::size_t place = 0; place < operands.size(); ++place)
    described.push_back({side_name(place), operands[place].shape});
  return apply(*found, described, options).shape;
}

}  // namespace tcalc
