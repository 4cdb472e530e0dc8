#include <utility>

#include <tcalc/builder/builder.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/view/axes.hpp>

namespace tcalc::expression {

int normal_axis(std::int64_t axis, const Shape& shape) {
  const int rank = shape.rank();
  if (const auto normal = normalized_axis(axis, rank)) return *normal;
  const std::string text = std::to_string(axis);
  if (rank == 0) throw Error(ErrorKind::mismatch, "axis " + text + " is out of range: shape () has no axes");
  throw Error(
      ErrorKind::mismatch, "axis " + text + " is out of range for shape " + shape.text(),
      "axes go from 0 to " + std::to_string(rank - 1) + ", or from -" + std::to_string(rank) + " to -1");
}

NodeId Builder::view(std::string_view name, NodeId node, Shape shape, ViewChange change) {
  return graph_.add(name, {std::move(shape), dtype(node), std::move(change)}, {node});
}

NodeId Builder::transposed(NodeId node, const std::vector<int>& order) {
  std::vector<Dim> dims;
  for (const int axis : order) dims.push_back(shape(node)[axis]);
  return view("transpose", node, Shape(std::move(dims)), Permutation{order});
}

NodeId Builder::reshaped(NodeId node, std::vector<Dim> dims) {
  const Shape from = shape(node);
  const Dim elements = product(from.dims());
  Dim known = 1;
  std::optional<std::size_t> open;
  for (std::size_t axis = 0; axis < dims.size(); ++axis) {
    if (!dims[axis].is(-1)) {
      if (dims[axis].is_known() && dims[axis].size() < 0)
        throw Error(ErrorKind::mismatch, "a size cannot be negative, but " + dims[axis].text() + " is",
                    "-1 stands for the size that is left");
      known = known * dims[axis];
    } else if (std::exchange(open, axis)) {
      throw Error(ErrorKind::mismatch, "only one dim can be -1");
    }
  }
  const std::string target = tcalc::text_of(dims);
  if (open) {
    const auto refuse = [&] {
      throw Error(ErrorKind::mismatch, "shape " + from.text() + " has " + elements.text() +
                                           " elements, which " + target + " cannot hold: " + known.text() +
                                           " does not divide them");
    };
    if (known.is(0)) refuse();
    if (elements.is_unknown() || known.is_unknown()) {
      dims[*open] = Dim::unknown();
    } else {
      const Dim rest = floor_divided(elements, known);
      const Verdict exact = is_equal(rest * known, elements);
      if (exact == Verdict::refuted) refuse();
      if (exact == Verdict::open)
        throw Error(ErrorKind::mismatch,
                    "shape " + from.text() + " fits " + target + " only if " + known.text() + " divides " +
                        elements.text(),
                    OptionHint{"", "require", "(" + elements.text() + ") % (" + known.text() + ") == 0",
                               " takes that for a fact"});
      dims[*open] = rest;
    }
  } else if (is_equal(elements, known) == Verdict::refuted) {
    throw Error(ErrorKind::mismatch, "shape " + from.text() + " has " + elements.text() + " elements, but " +
                                         target + " holds " + known.text());
  } else if (is_equal(elements, known) == Verdict::open && !elements.is_unknown() && !known.is_unknown()) {
    const std::string fact = settling_fact(elements, known);
    throw Error(
        ErrorKind::mismatch,
        "shape " + from.text() + " fits " + target + " only if " + elements.text() + " == " + known.text(),
        fact.empty() ? "" : "--require '" + fact + "' takes that for a fact");
  }
  Shape shape(std::move(dims));
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
    throw Error(ErrorKind::mismatch, "shape " + from.text() + " does not broadcast to " + target.text());
  if (from == target) return node;
  return view("broadcast_to", node, target, Broadcast{});
}

NodeId Builder::expanded(NodeId node, int axis) {
  std::vector<Dim> dims = shape(node).dims();
  dims.insert(dims.begin() + axis, Dim(1));
  return view("expand_dims", node, Shape(std::move(dims)), Reshape{});
}

NodeId Builder::squeezed(NodeId node, int axis) {
  std::vector<Dim> dims = shape(node).dims();
  dims.erase(dims.begin() + axis);
  return view("squeeze", node, Shape(std::move(dims)), Reshape{});
}

NodeId Builder::routine(std::string_view name, std::vector<NodeId> inputs, Shape shape,
                        std::optional<Dtype> dtype, std::string parameters, decltype(Routine::run) run) {
  return graph_.add(name, {std::move(shape), dtype, Routine{std::move(run), std::move(parameters)}},
                    std::move(inputs));
}

}  // namespace tcalc::expression
