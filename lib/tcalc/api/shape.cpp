#include <tcalc/api/expression.hpp>
#include <tcalc/api/named_options.hpp>
#include <tcalc/api/thrown.hpp>
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

Shape shape_of(std::string_view operation, const std::vector<TypedShape>& operands,
               const std::vector<CallArgument>& options) {
  return api::translated([&] {
    const Operation& found = api::operation_named(operation);
    std::vector<Operand> described;
    for (std::size_t place = 0; place < operands.size(); ++place)
      described.push_back({side_name(place), operands[place].shape});
    return apply(found, described, api::arguments_of(found, options)).shape;
  });
}

}  // namespace v0
}  // namespace tcalc
