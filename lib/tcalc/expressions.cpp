#include <tcalc/core/formatted.hpp>
#include <tcalc/expression/bind.hpp>
#include <tcalc/expressions.hpp>
#include <tcalc/graph/evaluation.hpp>
#include <tcalc/kernel/threads.hpp>
#include <tcalc/ops/registry.hpp>
#include <tcalc/text/operand.hpp>

namespace tcalc {
inline namespace v0 {

namespace {

using expression::Binding;
using expression::Bound;

Error placed(const LocatedError& error, const std::string& text) {
  Error result = language::shown(error, text);
  result.set_subject("eval");
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

}  // namespace v0
}  // namespace tcalc

namespace tcalc::detail {
inline namespace v0 {

Array value_of(const std::string& text, const std::vector<NamedArray>& arrays) {
  MemoryLimit limit(std::nullopt);
  Evaluation evaluation(limit, default_threads());
  std::vector<Binding> bindings;
  for (const NamedArray& named : arrays) {
    const TensorView& view = named.array.view;
    const NodeId leaf = evaluation.add_leaf({named.name, Shape(view.extents), view.dtype},
                                            std::make_shared<ArrayValues>(named.array));
    bindings.push_back({named.name, {expression::ArrayValue{leaf}}});
  }
  expression::BindOptions options;
  options.values = [&](NodeId node) { return evaluation.array_of(node); };
  try {
    const Bound bound = expression::bind(language::parse(text), bindings, evaluation.graph(), options);
    return evaluation.array_of(array_of(bound));
  } catch (const LocatedError& error) {
    throw placed(error, text);
  }
}

Error other_dtype(Dtype given, Dtype asked) {
  return {ErrorKind::mismatch,
          formatted("eval: the result is {}, which {} does not hold", name_of(given), name_of(asked)),
          "astype(..., '" + std::string(name_of(asked)) + "') converts it"};
}

}  // namespace v0
}  // namespace tcalc::detail

namespace tcalc {
inline namespace v0 {

Shape infer(const std::string& text, const std::vector<NamedShape>& shapes) {
  Graph graph;
  std::vector<Binding> bindings;
  for (const NamedShape& named : shapes)
    bindings.push_back({named.name, {expression::ArrayValue{graph.add_leaf({named.name, named.shape})}}});
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

}  // namespace v0
}  // namespace tcalc
