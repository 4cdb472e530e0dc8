// Functions that arrange elements anew.
#include <algorithm>
#include <array>

#include <tcalc/core/formatted.hpp>
#include <tcalc/functions/function.hpp>
#include <tcalc/functions/layouts.hpp>
#include <tcalc/view/axes.hpp>

namespace tcalc::functions {

namespace {

Value reshape(Builder& builder, const Arguments& arguments, std::string_view) {
  const NodeId x = arguments.array(builder, "x");
  if (arguments.rest().empty())
    throw LocatedError({ErrorKind::usage, "a shape is missing", "reshape(x, 2, 3) or reshape(x, -1)"},
                       {arguments.call()});
  return array_value(builder.reshaped(x, dims_of(arguments.rest())));
}

Value ravel(Builder& builder, const Arguments& arguments, std::string_view) {
  return array_value(builder.reshaped(arguments.array(builder, "x"), {Dim(-1)}));
}

Value broadcast_to(Builder& builder, const Arguments& arguments, std::string_view) {
  return array_value(builder.broadcast(arguments.array(builder, "x"), Shape(dims_of(arguments.at("shape")))));
}

Value astype(Builder& builder, const Arguments& arguments, std::string_view) {
  return array_value(builder.converted(arguments.array(builder, "x"), dtype_of(arguments.at("dtype"))));
}

NodeId diagonal_of(Builder& builder, NodeId x, std::int64_t offset, int first, int second) {
  const Shape& shape = builder.shape(x);
  const Dim rows = offset < 0 ? shape[first] + Dim(offset) : shape[first];
  const Dim columns = offset > 0 ? shape[second] - Dim(offset) : shape[second];
  Dim length = minimum(rows, columns);
  length = maximum(length, Dim(0));
  Dims dims;
  for (int axis = 0; axis < shape.rank(); ++axis) {
    if (axis != first && axis != second) dims.push_back(shape[axis]);
  }
  dims.push_back(length);
  Walk walk = whole(shape.rank());
  walk.starts[static_cast<std::size_t>(first)] = offset < 0 ? -offset : 0;
  walk.starts[static_cast<std::size_t>(second)] = offset > 0 ? offset : 0;
  walk.axes.erase(walk.axes.begin() + std::max(first, second));
  walk.axes.erase(walk.axes.begin() + std::min(first, second));
  walk.axes.push_back({{first, 1}, {second, 1}});
  return builder.view("diagonal", x, Shape(dims), std::move(walk));
}

NodeId diagonal_from(Builder& builder, const Arguments& arguments) {
  const NodeId x = arguments.array(builder, "x");
  if (builder.rank(x) < 2)
    throw Error(ErrorKind::mismatch,
                "a diagonal is of two axes, but the shape is " + builder.shape(x).text());
  const int first = arguments.axis("axis1", builder.shape(x), 0),
            second = arguments.axis("axis2", builder.shape(x), 1);
  if (first == second) throw Error(ErrorKind::mismatch, "axis1 and axis2 are the same");
  return diagonal_of(builder, x, arguments.integer("offset", 0), first, second);
}

Value diagonal(Builder& builder, const Arguments& arguments, std::string_view) {
  return array_value(diagonal_from(builder, arguments));
}

Value trace(Builder& builder, const Arguments& arguments, std::string_view) {
  NodeId x = diagonal_from(builder, arguments);
  const auto dtype = builder.dtype(x);
  if (dtype && info(*dtype).kind < DtypeKind::floating)
    x = builder.converted(x, info(*dtype).kind == DtypeKind::unsigned_integer ? Dtype::uint64 : Dtype::int64);
  return array_value(builder.reduce("sum", x, {builder.rank(x) - 1}, false));
}

// Keeps what is on one side of a diagonal of the last two axes; the rest is 0.
Value triangle(Builder& builder, const Arguments& arguments, std::string_view name) {
  NodeId x = arguments.array(builder, "x");
  if (builder.rank(x) == 0)
    throw Error(ErrorKind::mismatch, std::string(name) + " is of two axes, but the shape is ()");
  if (builder.rank(x) == 1) x = builder.broadcast(x, Shape(Dims{builder.shape(x)[0], builder.shape(x)[0]}));
  const Value* given = arguments.find("k");
  const Dim place = given == nullptr ? Dim(0) : whole_number_of(*given);
  const std::int64_t k = place.is_known() ? place.size() : 0;
  const bool lower = name == "tril";
  return array_value(builder.routine(
      name, {x}, builder.shape(x), builder.dtype(x), place.text(),
      [k, lower](std::span<const TensorView> inputs, const MutableView& result, int) {
        convert_into(inputs[0], inputs[0].dtype, result.data);
        const std::size_t rank = result.extents.size();
        const std::int64_t columns = result.extents[rank - 1];
        const std::int64_t rows = result.extents[rank - 2];
        if (rows == 0 || columns == 0) return;
        const std::int64_t size = size_of(result.dtype);
        const std::int64_t all = count(result.extents) / columns;
        const std::int64_t above = std::clamp(k, -rows, columns);  // all there is
        for (std::int64_t row = 0; row < all; ++row) {
          const std::int64_t diagonal = row % rows + above;
          const std::int64_t first = lower ? std::clamp<std::int64_t>(diagonal + 1, 0, columns) : 0;
          const std::int64_t last = lower ? columns : std::clamp<std::int64_t>(diagonal, 0, columns);
          std::fill_n(result.data + (row * columns + first) * size, (last - first) * size, std::byte{});
        }
      }));
}

Value windows(Builder& builder, const Arguments& arguments, std::string_view name) {
  const NodeId x = arguments.array(builder, "x");
  const Shape shape = builder.shape(x);
  const Dims sizes = dims_of(arguments.at("window_shape"));
  std::vector<int> axes;
  if (const Value* axis = arguments.find("axis"); axis != nullptr) {
    for (const std::int64_t one : integers_of(*axis)) axes.push_back(expression::normal_axis(one, shape));
  } else {
    axes = axis_range(0, shape.rank());
  }
  if (axes.size() != sizes.size())
    throw Error(ErrorKind::mismatch, formatted("a window needs a size for each axis: {} axes, {} sizes",
                                               axes.size(), sizes.size()));
  Dims dims = shape.dims();
  Walk walk = whole(shape.rank());
  for (std::size_t i = 0; i < axes.size(); ++i) {
    Dim& dim = dims[static_cast<std::size_t>(axes[i])];
    if (is_at_least(dim, sizes[i]) == Verdict::refuted)
      throw Error(ErrorKind::mismatch, formatted("a window of {} is larger than axis {} of shape {}",
                                                 sizes[i].text(), axes[i], shape.text()));
    dim = dim - sizes[i] + Dim(1);
    walk.axes.push_back({{axes[i], 1}});
  }
  dims.insert(dims.end(), sizes.begin(), sizes.end());
  return array_value(builder.view(name, x, Shape(dims), std::move(walk)));
}

Value flip(Builder& builder, const Arguments& arguments, std::string_view name) {
  const NodeId x = arguments.array(builder, "x");
  const Shape shape = builder.shape(x);
  if (arguments.find("axis") != nullptr && shape.rank() == 0) arguments.axis("axis", shape, 0);
  Walk walk = whole(shape.rank());
  for (const int axis : arguments.axes("axis", shape)) {
    walk.starts[static_cast<std::size_t>(axis)] = shape[axis] - Dim(1);
    walk.axes[static_cast<std::size_t>(axis)] = {{axis, -1}};
  }
  return array_value(builder.view(name, x, shape, std::move(walk)));
}

constexpr std::array layouts_table = {
    Function{"reshape(x, *shape)", "the same elements in another shape; -1 is the size that is left",
             "arange(6).reshape(2, -1)", "[[0 1 2]\n [3 4 5]]", reshape},
    Function{"ravel(x)", "all elements along one axis", "ravel([[1, 2], [3, 4]])", "[1 2 3 4]", ravel},
    Function{"transpose(x, *axes)", "axes in another order, reversed if none is given",
             "transpose([[1, 2], [3, 4]])", "[[1 3]\n [2 4]]", transpose},
    Function{"swapaxes(x, axis1, axis2)", "two axes exchanged", "swapaxes(zeros((2, 3, 4)), 0, 2).shape",
             "(4, 3, 2)", swapaxes},
    Function{"moveaxis(x, source, destination)", "axes moved to other places",
             "moveaxis(zeros((2, 3, 4)), 0, -1).shape", "(3, 4, 2)", moveaxis},
    Function{"expand_dims(x, axis)", "a new axis of size 1", "expand_dims([1, 2], 0)", "[[1 2]]",
             expand_dims},
    Function{"squeeze(x, axis=None)", "axes of size 1 removed", "squeeze([[1, 2]])", "[1 2]", squeeze},
    Function{"broadcast_to(x, shape)", "repeated along axes of size 1 and new ones",
             "broadcast_to([1, 2], (2, 2))", "[[1 2]\n [1 2]]", broadcast_to},
    Function{"concatenate(arrays, axis=0)", "arrays joined along an axis", "concatenate(([1, 2], [3]))",
             "[1 2 3]", concatenate},
    Function{"stack(arrays, axis=0)", "arrays joined along a new axis", "stack(([1, 2], [3, 4]), axis=1)",
             "[[1 3]\n [2 4]]", stack},
    Function{"split(x, parts, axis=0)", "a number of equal parts, or the parts between indices",
             "split([1, 2, 3, 4], 2)[1]", "[3 4]", split},
    Function{"repeat(x, repeats, axis=None)", "every element so many times, or each its own number of times",
             "repeat([1, 2], [3, 1])", "[1 1 1 2]", repeat},
    Function{"tile(x, reps)", "the whole array so many times", "tile([1, 2], 2)", "[1 2 1 2]", tile},
    Function{"pad(x, pad_width, mode='constant', constant_values=0)",
             "padded at both ends; modes constant, edge, reflect and wrap", "pad([1, 2], 1)", "[0 1 2 0]",
             pad},
    Function{"astype(x, dtype)", "in another dtype: floats are truncated, integers wrap",
             "astype([1.7, -1.7], 'i4')", "[ 1 -1]", astype},
    Function{"diagonal(x, offset=0, axis1=0, axis2=1)", "elements with equal indices along two axes",
             "diagonal([[1, 2], [3, 4]])", "[1 4]", diagonal},
    Function{"trace(x, offset=0, axis1=0, axis2=1)", "the sum of a diagonal", "trace([[1, 2], [3, 4]])", "5",
             trace},
    Function{"tril(x, k=0)", "0 above a diagonal", "tril([[1, 2], [3, 4]])", "[[1 0]\n [3 4]]", triangle},
    Function{"triu(x, k=0)", "0 below a diagonal", "triu([[1, 2], [3, 4]])", "[[1 2]\n [0 4]]", triangle},
    Function{"sliding_window_view(x, window_shape, axis=None)", "all windows of a size, in new last axes",
             "sliding_window_view([1, 2, 3], 2)", "[[1 2]\n [2 3]]", windows},
    Function{"flip(x, axis=None)", "reversed along axes", "flip([1, 2, 3])", "[3 2 1]", flip},
    Function{"roll(x, shift, axis=None)", "shifted; what leaves one end enters the other",
             "roll([1, 2, 3], 1)", "[3 1 2]", roll},
};

}  // namespace

NodeId cut(Builder& builder, NodeId x, int axis, const Dim& start, const Dim& stop) {
  Dims dims = builder.shape(x).dims();
  dims[static_cast<std::size_t>(axis)] = stop - start;
  Walk walk = whole(builder.rank(x));
  walk.starts[static_cast<std::size_t>(axis)] = start;
  return builder.view("slice", x, Shape(dims), std::move(walk));
}

std::span<const Function> layouts() { return layouts_table; }

}  // namespace tcalc::functions
