#include <tcalc/api/expression.hpp>
#include <tcalc/api/named_options.hpp>
#include <tcalc/api/thrown.hpp>
#include <tcalc/explain/explanation.hpp>
#include <tcalc/graph/graph.hpp>
#include <tcalc/shape.hpp>
#include <tcalc/text/operand.hpp>

namespace tcalc {
inline namespace v0 {

Shape shape(std::string_view text) {
  return api::translated([&] { return text::parse_shape(text); });
}

Shape infer(const std::string& text, const std::vector<NamedShape>& shapes) {
  return api::translated([&] {
    Graph graph;
    std::vector<expression::Binding> bindings;
    for (const NamedShape& named : shapes)
      bindings.push_back({named.name, {expression::ArrayValue{graph.add_leaf({named.name, named.shape})}}});
    return api::located_in(text, [&] {
      return graph[api::array_node(expression::bind(language::parse(text), bindings, graph, {}))].shape;
    });
  });
}

namespace {

std::vector<Operand> described(const std::vector<TypedShape>& shapes) {
  std::vector<Operand> operands;
  for (const TypedShape& typed : shapes) operands.push_back({side_name(operands.size()), typed.shape});
  return operands;
}

ShapeExplanation::Label label_of(const Explanation& explanation, const LabelUse& use) {
  ShapeExplanation::Label label = {use.name, use.extent, role_text(explanation, use), {}, use.result_axes};
  label.axes.resize(explanation.operands.size());
  for (const OperandAxes& axes : use.axes) label.axes[static_cast<std::size_t>(axes.operand)] = axes.axes;
  return label;
}

// What every size tells.
void add_costs(ShapeExplanation& told, const Explanation& explanation) {
  std::vector<TensorView> layouts;
  for (const Operand& operand : explanation.operands) {
    if (!operand.shape.is_known()) return;
    const Extents extents = operand.shape.extents();
    layouts.push_back(
        contiguous(Dtype::float64, explanation.flattens_operands ? Extents{count(extents)} : extents));
  }
  const Schedule schedule = make_schedule(explanation.contraction, layouts);
  told.flops = schedule.flops;
  told.path = step_texts(explanation.contraction, schedule);
}

}  // namespace

ShapeExplanation explain_shapes(std::string_view operation, const std::vector<TypedShape>& operands,
                                const std::vector<CallArgument>& options) {
  return api::translated([&] {
    const Operation& found = api::operation_named(operation);
    const std::vector<Operand> shapes = described(operands);
    const Outcome outcome = apply(found, shapes, api::arguments_of(found, options));
    const Explanation explanation = explain(found, shapes, outcome);
    ShapeExplanation told = {explanation.result, explanation.einsum(), {}, {}, {}, {}};
    for (const LabelUse& use : explanation.labels) told.labels.push_back(label_of(explanation, use));
    for (const Note& note : outcome.notes) told.notes.push_back(note.fact);
    add_costs(told, explanation);
    return told;
  });
}

Shape shape_of(std::string_view operation, const std::vector<TypedShape>& operands,
               const std::vector<CallArgument>& options) {
  return api::translated([&] {
    const Operation& found = api::operation_named(operation);
    return apply(found, described(operands), api::arguments_of(found, options)).shape;
  });
}

}  // namespace v0
}  // namespace tcalc
