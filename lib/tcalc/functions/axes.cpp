// Axes in another order, more of them or fewer.
#include <algorithm>
#include <utility>
#include <vector>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/functions/function.hpp>
#include <tcalc/functions/layouts.hpp>
#include <tcalc/view/axes.hpp>

namespace tcalc::functions {

Value transpose(Builder& builder, const Arguments& arguments, std::string_view) {
  const NodeId x = arguments.array(builder, "x");
  const Shape& shape = builder.shape(x);
  std::vector<int> order = axis_range(0, shape.rank());
  const std::vector<Value>& rest = arguments.rest();
  if (rest.empty() || (rest.size() == 1 && rest[0].is<expression::None>())) {
    std::ranges::reverse(order);
    return array_value(builder.transposed(x, order));
  }
  std::vector<std::int64_t> given;
  for (const Value& value : rest) {
    for (const std::int64_t axis : integers_of(value)) given.push_back(axis);
  }
  const std::string text = formatted("({} given)", given.size());
  if (given.size() != order.size())
    throw Error(ErrorKind::mismatch,
                formatted("transpose needs each axis of shape {} once {}", shape.text(), text));
  order.clear();
  for (const std::int64_t axis : given) order.push_back(expression::normal_axis(axis, shape));
  std::vector<int> sorted = order;
  std::ranges::sort(sorted);
  if (std::ranges::adjacent_find(sorted) != sorted.end())
    throw Error(ErrorKind::mismatch, "transpose needs each axis of shape " + shape.text() + " once");
  return array_value(builder.transposed(x, order));
}

Value swapaxes(Builder& builder, const Arguments& arguments, std::string_view) {
  const NodeId x = arguments.array(builder, "x");
  std::vector<int> order = axis_range(0, builder.rank(x));
  std::swap(order[static_cast<std::size_t>(arguments.axis("axis1", builder.shape(x), 0))],
            order[static_cast<std::size_t>(arguments.axis("axis2", builder.shape(x), 0))]);
  return array_value(builder.transposed(x, order));
}

Value moveaxis(Builder& builder, const Arguments& arguments, std::string_view) {
  const NodeId x = arguments.array(builder, "x");
  const Shape& shape = builder.shape(x);
  const std::vector<std::int64_t> from = integers_of(arguments.at("source")),
                                  to = integers_of(arguments.at("destination"));
  if (from.size() != to.size())
    throw Error(ErrorKind::mismatch, "moveaxis needs as many destinations as sources");
  std::vector<int> sources, order;
  for (const std::int64_t axis : from) sources.push_back(expression::normal_axis(axis, shape));
  for (const int axis : axis_range(0, shape.rank())) {
    if (std::ranges::find(sources, axis) == sources.end()) order.push_back(axis);
  }
  std::vector<std::pair<int, int>> moves;
  for (std::size_t i = 0; i < to.size(); ++i)
    moves.emplace_back(expression::normal_axis(to[i], shape), sources[i]);
  std::ranges::sort(moves);
  for (std::size_t i = 1; i < moves.size(); ++i) {
    if (moves[i].first == moves[i - 1].first)
      throw Error(ErrorKind::mismatch, "a destination is given twice");
  }
  std::ranges::sort(sources);
  if (std::ranges::adjacent_find(sources) != sources.end())
    throw Error(ErrorKind::mismatch, "a source is given twice");
  for (const auto& [destination, source] : moves) order.insert(order.begin() + destination, source);
  return array_value(builder.transposed(x, order));
}

Value expand_dims(Builder& builder, const Arguments& arguments, std::string_view) {
  NodeId x = arguments.array(builder, "x");
  const std::vector<std::int64_t> given = integers_of(arguments.at("axis"));
  // The axes are those of the result.
  const Shape widened(Dims(builder.shape(x).dims().size() + given.size(), Dim(1)));
  std::vector<int> axes;
  for (const std::int64_t axis : given) axes.push_back(expression::normal_axis(axis, widened));
  std::ranges::sort(axes);
  if (std::ranges::adjacent_find(axes) != axes.end())
    throw Error(ErrorKind::mismatch, "an axis is given twice");
  for (const int axis : axes) x = builder.expanded(x, axis);
  return array_value(x);
}

Value squeeze(Builder& builder, const Arguments& arguments, std::string_view) {
  NodeId x = arguments.array(builder, "x");
  std::vector<int> axes = arguments.axes("axis", builder.shape(x));
  const bool all = arguments.find("axis") == nullptr;
  for (auto axis = axes.rbegin(); axis != axes.rend(); ++axis) {
    const Dim& dim = builder.shape(x)[*axis];
    if (all && !dim.is(1)) continue;
    if (!dim.is(1) && !dim.is_unknown())
      throw Error(ErrorKind::mismatch,
                  formatted("squeeze drops axes of size 1, but axis {} of shape {} has size {}", *axis,
                            builder.shape(x).text(), dim.text()));
    x = builder.squeezed(x, *axis);
  }
  return array_value(x);
}

}  // namespace tcalc::functions
