#include <utility>

#include <tcalc/builder/builder.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/view/axes.hpp>
#include <tcalc/view/reshape.hpp>

namespace tcalc::expression {

int normal_axis(std::int64_t axis, const Shape& shape) {
  const int rank = shape.rank();
  if (const auto normal = normalized_axis(axis, rank)) return *normal;
  const std::string text = std::to_string(axis);
  if (rank == 0) throw Error(ErrorKind::mismatch, "axis " + text + " is out of range: shape () has no axes");
  throw Error(ErrorKind::mismatch, formatted("axis {} is out of range for shape {}", text, shape.text()),
              formatted("axes go from 0 to {}, or from -{} to -1", rank - 1, rank));
}

NodeId Builder::view(std::string_view name, NodeId node, Shape shape, ViewChange change) {
  return graph_.add(name, {std::move(shape), dtype(node), std::move(change)}, {node});
}

NodeId Builder::transposed(NodeId node, const std::vector<int>& order) {
  Dims dims;
  for (const int axis : order) dims.push_back(shape(node)[axis]);
  return view("transpose", node, Shape(std::move(dims)), Permutation{order});
}

NodeId Builder::reshaped(NodeId node, Dims dims) {
  const Shape from = shape(node);
  Shape shape = reshaped_shape(from, std::move(dims));
  if (shape == from) return node;
  return view("reshape", node, std::move(shape), Reshape{});
}

NodeId Builder::broadcast(NodeId node, const Shape& target) {
  const Shape& from = shape(node);
  const int added = target.rank() - from.rank();
  bool fits = added >= 0;
  for (int axis = 0; fits && axis < from.rank(); ++axis)
    fits = from[axis].is(1) || equal(from[axis], target[axis + added]).has_value();
  if (!fits)
    throw Error(ErrorKind::mismatch,
                formatted("shape {} does not broadcast to {}", from.text(), target.text()));
  if (from == target) return node;
  return view("broadcast_to", node, target, Broadcast{});
}

NodeId Builder::expanded(NodeId node, int axis) {
  Dims dims = shape(node).dims();
  dims.insert(dims.begin() + axis, Dim(1));
  return view("expand_dims", node, Shape(std::move(dims)), Reshape{});
}

NodeId Builder::squeezed(NodeId node, int axis) {
  Dims dims = shape(node).dims();
  dims.erase(dims.begin() + axis);
  return view("squeeze", node, Shape(std::move(dims)), Reshape{});
}

NodeId Builder::routine(std::string_view name, std::vector<NodeId> inputs, Shape shape,
                        std::optional<Dtype> dtype, std::string parameters, decltype(Routine::run) run) {
  return graph_.add(name, {std::move(shape), dtype, Routine{std::move(run), std::move(parameters)}},
                    std::move(inputs));
}

}  // namespace tcalc::expression
