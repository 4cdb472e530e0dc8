// x[...] with arrays of integers or bools among the items: numpy's advanced indexing.
#include <algorithm>
#include <memory>

#include <tcalc/core/formatted.hpp>
#include <tcalc/expression/indexing.hpp>
#include <tcalc/functions/function.hpp>
#include <tcalc/view/axes.hpp>
#include <tcalc/view/broadcast.hpp>

namespace tcalc::expression {

namespace {

// An array among the items.
struct IndexArray {
  NodeId node = 0;
  bool is_mask = false;
  int covered = 1;  // axes that it stands for: more than one of a mask
  Span span = {};
  int axis = 0;   // the first of them, once the other items are applied
  int typed = 0;  // and in the operand
};

struct Arrangement {
  std::vector<Value> others;  // the items with a whole range for each axis of an array
  std::vector<IndexArray> arrays;
  int place = 0;       // of the arrays' axes in the result
  bool single = true;  // one array, and no integer, which is an array too beside arrays
};

// An empty list is one of integers, as in NumPy.
NodeId index_node(Builder& builder, const Value& item) {
  const NodeId node = builder.array(item);
  const bool is_empty = item.is<Sequence>() && builder.shape(node)[0].is(0);
  return is_empty ? builder.converted(node, Dtype::int64) : node;
}

std::vector<IndexArray> arrays_among(Builder& builder, const std::vector<Value>& items) {
  std::vector<IndexArray> arrays;
  for (const Value& item : items) {
    if (!is_index_array(item)) continue;
    const NodeId node = index_node(builder, item);
    const bool is_mask = builder.dtype(node) == Dtype::boolean;
    arrays.push_back({node, is_mask, is_mask ? std::max(builder.rank(node), 1) : 1, item.span});
  }
  return arrays;
}

Arrangement arranged(Builder& builder, int rank, const std::vector<Value>& items) {
  Arrangement result;
  result.arrays = arrays_among(builder, items);
  const auto takes_axis = [](const Value& item) { return item.is<RangeValue>() || item.is<Dim>(); };
  auto named = static_cast<int>(std::ranges::count_if(items, takes_axis));
  for (const IndexArray& array : result.arrays) named += array.covered;
  int axis = 0, typed = 0, runs = 0;
  bool in_run = false;
  auto array = result.arrays.begin();
  for (const Value& item : items) {
    const bool is_array = is_index_array(item), is_integer = item.is<Dim>();
    if ((is_array || is_integer) && !in_run && ++runs == 1) result.place = axis;
    in_run = is_array || is_integer;
    const int covered = is_array                   ? array->covered
                        : item.is<EllipsisValue>() ? std::max(rank - named, 0)
                        : item.is<None>()          ? 0
                                                   : 1;
    if (is_array) {
      array->axis = axis;
      array->typed = typed;
      ++array;
      result.others.insert(result.others.end(), static_cast<std::size_t>(covered),
                           Value{RangeValue{}, item.span});
    } else {
      result.others.push_back(item);
    }
    typed += covered;
    if (!is_integer) axis += item.is<None>() ? 1 : covered;
    result.single = result.single && !is_integer;
  }
  result.single = result.single && result.arrays.size() == 1;
  if (runs > 1) result.place = 0;
  return result;
}

// Where a mask is true, as places among its elements in C order. The mask is computed now, as how many they
// are depends on it; where only shapes are, there is an unknown number of them.
NodeId places_of(Builder& builder, NodeId mask) {
  const auto values = builder.values_of(mask);
  if (!values) return builder.routine("nonzero", {mask}, Shape(Dims{Dim::unknown()}), Dtype::int64, "", {});
  const auto truths = std::make_shared<Tensor>(converted(values->view, Dtype::boolean));
  const auto* truth = reinterpret_cast<const Boolean*>(truths->data());
  const std::int64_t elements = count(truths->extents());
  const auto is_true = [](Boolean element) { return element.byte != 0; };
  const Dim places = std::count_if(truth, truth + elements, is_true);
  return builder.routine("nonzero", {}, Shape(Dims{places}), Dtype::int64, std::to_string(mask),
                         [truths, truth, elements](auto, const MutableView& result, int) {
                           auto* place = reinterpret_cast<std::int64_t*>(result.data);
                           for (std::int64_t i = 0; i < elements; ++i) {
                             if (truth[i].byte != 0) *place++ = i;
                           }
                         });
}

// The node with the axes that the mask covers made one; the mask becomes places along it.
NodeId merged(Builder& builder, NodeId node, IndexArray& mask) {
  const Shape shape = builder.shape(node), covered = builder.shape(mask.node);
  if (covered.rank() == 0)
    throw LocatedError({ErrorKind::mismatch,
                        formatted("a mask of shape {} does not fit shape {}", covered.text(), shape.text())},
                       {mask.span});
  for (int i = 0; i < covered.rank(); ++i) {
    const int axis = mask.axis + i;
    if (!equal(covered[i], shape[axis]))
      throw LocatedError(
          {ErrorKind::mismatch,
           formatted("a mask has the size of its axis, but they are {} and {}: axis {} of shape {}",
                     covered[i].text(), shape[axis].text(), axis, shape.text())},
          {mask.span});
  }
  Dims dims(shape.begin(), shape.begin() + mask.axis);
  dims.push_back(product(covered.dims()));
  dims.insert(dims.end(), shape.begin() + mask.axis + covered.rank(), shape.end());
  mask.node = places_of(builder, mask.node);
  return builder.reshaped(node, dims);
}

NodeId with_masks_merged(Builder& builder, NodeId node, std::vector<IndexArray>& arrays) {
  for (auto array = arrays.rbegin(); array != arrays.rend(); ++array) {
    if (!array->is_mask) continue;
    node = merged(builder, node, *array);
    for (auto later = arrays.rbegin(); later != array; ++later) later->axis -= array->covered - 1;
  }
  return node;
}

Shape together(Builder& builder, const std::vector<IndexArray>& arrays) {
  Dims dims;
  std::vector<Span> spans;
  for (const IndexArray& array : arrays) {
    const Shape& shape = builder.shape(array.node);
    const auto rank = static_cast<std::ptrdiff_t>(shape.rank());
    const Shape before(dims);
    spans.push_back(array.span);
    dims.insert(dims.begin(), static_cast<std::size_t>(std::max(rank - std::ssize(dims), std::ptrdiff_t{0})),
                Dim(1));
    for (int axis = 0; axis < shape.rank(); ++axis) {
      Dim& dim = dims[dims.size() - static_cast<std::size_t>(shape.rank() - axis)];
      const auto both = broadcast(dim, shape[axis]);
      if (!both)
        throw LocatedError({ErrorKind::mismatch,
                            formatted("index arrays are broadcast together, but their shapes are {} and {}",
                                      before.text(), shape.text()),
                            "for all combinations index twice: x[i][:, j]"},
                           spans);
      dim = *both;
    }
  }
  return Shape(std::move(dims));
}

// Of each array's axis: its extent, and its number as it was typed.
struct IndexedAxis {
  std::int64_t extent;
  int typed;
};

// Adds to each place what an array selects along an axis, to the places so far times its extent.
void add_places(const TensorView& indices, const Extents& extents, IndexedAxis axis, std::int64_t* places) {
  const Tensor along = converted(broadcast_to(indices, extents), Dtype::int64);
  const auto* index = reinterpret_cast<const std::int64_t*>(along.data());
  const std::int64_t elements = count(extents);
  for (std::int64_t i = 0; i < elements; ++i) {
    if (index[i] < -axis.extent || index[i] >= axis.extent)
      throw Error(ErrorKind::mismatch, index_out_of_range_fact(index[i], axis.typed, axis.extent));
    places[i] = places[i] * axis.extent + (index[i] < 0 ? index[i] + axis.extent : index[i]);
  }
}

// Places in the arrays' axes made one, in C order, with the shape that the arrays have together.
NodeId flat_places(Builder& builder, const std::vector<IndexArray>& arrays, const Shape& part) {
  std::vector<NodeId> inputs;
  std::vector<IndexedAxis> axes;
  std::string parameters;
  for (const IndexArray& array : arrays) {
    const auto dtype = builder.dtype(array.node);
    if (dtype && info(*dtype).kind != DtypeKind::integer && info(*dtype).kind != DtypeKind::unsigned_integer)
      throw LocatedError(
          {ErrorKind::mismatch, formatted("indices are integers, not {}", tcalc::name_of(*dtype))},
          {array.span});
    const Dim& extent = part[array.axis];
    inputs.push_back(builder.converted(array.node, Dtype::int64));
    axes.push_back({extent.is_known() ? extent.size() : 0, array.typed});
    parameters += formatted("{}@{} ", extent.text(), array.typed);
  }
  return builder.routine("places", std::move(inputs), together(builder, arrays), Dtype::int64, parameters,
                         [axes](std::span<const TensorView> indices, const MutableView& result, int) {
                           auto* places = reinterpret_cast<std::int64_t*>(result.data);
                           std::fill_n(places, count(result.extents), 0);
                           for (std::size_t i = 0; i < axes.size(); ++i)
                             add_places(indices[i], result.extents, axes[i], places);
                         });
}

// The arrays' axes in front, made one, from which places are taken; then where they belong.
NodeId taken(Builder& builder, NodeId part, const std::vector<IndexArray>& arrays, int place) {
  const Shape shape = builder.shape(part);
  std::vector<int> order;
  Dims dims = {Dim(1)};
  for (const IndexArray& array : arrays) {
    order.push_back(array.axis);
    dims[0] = dims[0] * shape[array.axis];
  }
  for (int axis = 0; axis < shape.rank(); ++axis) {
    const bool is_indexed =
        std::ranges::any_of(arrays, [axis](const IndexArray& array) { return array.axis == axis; });
    if (is_indexed) continue;
    order.push_back(axis);
    dims.push_back(shape[axis]);
  }
  const NodeId places = flat_places(builder, arrays, shape);
  const NodeId rows = builder.reshaped(builder.transposed(part, order), dims);
  const NodeId result = functions::take(builder, rows, places, 0);
  if (place == 0) return result;
  std::vector<int> back = axis_range(0, builder.rank(result));
  const int moved = builder.rank(places);
  std::rotate(back.begin(), back.begin() + moved, back.begin() + moved + place);
  return builder.transposed(result, back);
}

}  // namespace

bool is_index_array(const Value& item) { return item.is<ArrayValue>() || item.is<Sequence>(); }

NodeId selected_by_arrays(Builder& builder, NodeId node, const std::vector<Value>& items) {
  Arrangement arrangement = arranged(builder, builder.rank(node), items);
  std::vector<IndexArray>& arrays = arrangement.arrays;
  if (items.size() == 1 && arrays[0].is_mask && builder.rank(arrays[0].node) == 0) {  // all or nothing
    node = builder.expanded(node, 0);
    arrays[0].node = builder.expanded(arrays[0].node, 0);
  } else {
    node = selected(builder, node, arrangement.others);
  }
  node = with_masks_merged(builder, node, arrays);
  try {
    return arrangement.single ? functions::take(builder, node, arrays[0].node, arrays[0].axis)
                              : taken(builder, node, arrays, arrangement.place);
  } catch (const LocatedError&) {
    throw;
  } catch (const Error& error) {
    throw LocatedError(error, {arrays[0].span});
  }
}

}  // namespace tcalc::expression
