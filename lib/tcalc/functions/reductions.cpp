// Functions of all elements along axes.
#include <algorithm>
#include <array>
#include <limits>

#include <tcalc/functions/function.hpp>
#include <tcalc/functions/precision.hpp>

namespace tcalc::functions {

namespace {

// numpy sums small integers in the widest.
NodeId widened(Builder& builder, NodeId node, std::optional<Dtype> asked) {
  if (asked) return builder.converted(node, *asked);
  const auto dtype = builder.dtype(node);
  if (may_be_inexact(dtype)) return node;
  return builder.converted(node,
                           info(*dtype).kind == DtypeKind::unsigned_integer ? Dtype::uint64 : Dtype::int64);
}

Value reduced(Builder& builder, const Arguments& arguments, std::string_view name, NodeId node) {
  const std::vector<int> axes = arguments.axes("axis", builder.shape(node));
  return array_value(builder.reduce(name, node, axes, arguments.keepdims()));
}

// sum and prod. An integer dtype that is narrower than the widest is summed there and wraps at the end.
Value total_of(Builder& builder, const Arguments& arguments, std::string_view name, NodeId x) {
  const auto asked = arguments.dtype();
  const bool narrow = asked && !may_be_inexact(asked);
  if (asked == Dtype::boolean)
    return reduced(builder, arguments, name == "sum" ? "any" : "all", builder.converted(x, Dtype::boolean));
  const NodeId wide =
      narrow ? widened(builder, builder.converted(x, *asked), std::nullopt) : widened(builder, x, asked);
  Value result = reduced(builder, arguments, name, wide);
  if (narrow) result = array_value(builder.converted(builder.array(result), *asked));
  return result;
}

Value total(Builder& builder, const Arguments& arguments, std::string_view name) {
  return total_of(builder, arguments, name, arguments.array(builder, "x"));
}

NodeId count_of(Builder& builder, const Shape& shape, const std::vector<int>& axes, std::int64_t less,
                Dtype dtype) {
  Dim elements = 1;
  for (const int axis : axes) elements = elements * shape[axis];
  if (!elements.is_known()) return builder.unknown_number(dtype);
  return builder.number(static_cast<double>(std::max<std::int64_t>(elements.size() - less, 0)), dtype);
}

// In an integer dtype that is asked for the sum wraps, and the quotient is cut off.
Value mean(Builder& builder, const Arguments& arguments, std::string_view name) {
  const NodeId x = arguments.array(builder, "x");
  const auto asked = arguments.dtype();
  if (may_be_inexact(asked))
    return reduced(builder, arguments, name, as_float(builder, asked ? builder.converted(x, *asked) : x));
  const NodeId sum = builder.array(total_of(builder, arguments, "sum", x));
  const std::vector<int> axes = arguments.axes("axis", builder.shape(x));
  const NodeId count = count_of(builder, builder.shape(x), axes, 0, Dtype::float64);
  return array_value(builder.converted(
      builder.elementwise("divide", {builder.converted(sum, Dtype::float64), count}), *asked));
}

Value extreme(Builder& builder, const Arguments& arguments, std::string_view name) {
  return reduced(builder, arguments, name, arguments.array(builder, "x"));
}

// Of all elements, counted in C order, or along one axis.
Value place(Builder& builder, const Arguments& arguments, std::string_view name) {
  NodeId x = arguments.array(builder, "x");
  if (arguments.find("axis") != nullptr && builder.rank(x) > 0) {
    const int axis = arguments.axis("axis", builder.shape(x), 0);
    return array_value(builder.reduce(name, x, {axis}, arguments.keepdims()));
  }
  const int rank = builder.rank(x);
  x = builder.reshaped(x, {Dim(-1)});
  NodeId result = builder.reduce(name, x, {0}, false);
  if (arguments.keepdims()) result = builder.reshaped(result, Dims(static_cast<std::size_t>(rank), 1));
  return array_value(result);
}

Value truth(Builder& builder, const Arguments& arguments, std::string_view name) {
  return reduced(builder, arguments, name, builder.converted(arguments.array(builder, "x"), Dtype::boolean));
}

Value nonzero_count(Builder& builder, const Arguments& arguments, std::string_view) {
  const NodeId x = builder.converted(arguments.array(builder, "x"), Dtype::boolean);
  return reduced(builder, arguments, "sum", builder.converted(x, Dtype::int64));
}

Value range(Builder& builder, const Arguments& arguments, std::string_view) {
  const NodeId x = arguments.array(builder, "x");
  const NodeId most = builder.array(reduced(builder, arguments, "max", x));
  return array_value(
      builder.elementwise("subtract", {most, builder.array(reduced(builder, arguments, "min", x))}));
}

// The mean of |x - mean(x)|^2, narrow floats in float32.
NodeId variance(Builder& builder, const Arguments& arguments) {
  NodeId x = arguments.array(builder, "x");
  if (const auto asked = arguments.dtype()) x = builder.converted(x, *asked);
  x = as_float(builder, x);
  const auto dtype = builder.dtype(x);
  if (dtype) x = builder.converted(x, compute_dtype(*dtype));
  const std::vector<int> axes = arguments.axes("axis", builder.shape(x));
  const NodeId middle = builder.reduce("mean", x, axes, true);
  const NodeId distance = builder.elementwise("subtract", {x, middle});
  const bool complex = dtype && info(*dtype).kind == DtypeKind::complex;
  NodeId squared = 0;
  if (complex) {
    const NodeId re = builder.elementwise("real", {distance}), im = builder.elementwise("imag", {distance});
    squared = builder.elementwise("add",
                                  {builder.elementwise("square", {re}), builder.elementwise("square", {im})});
  } else {
    squared = builder.elementwise("square", {distance});
  }
  const NodeId sum = builder.reduce("sum", squared, axes, arguments.keepdims());
  const Dtype part = builder.dtype(sum).value_or(Dtype::float64);
  const NodeId count = count_of(builder, builder.shape(x), axes, arguments.integer("ddof", 0), part);
  return builder.elementwise("divide", {sum, count});
}

NodeId narrowed(Builder& builder, NodeId node, const Arguments& arguments) {
  const auto asked = arguments.dtype();
  const auto dtype = asked ? asked : builder.dtype(arguments.array(builder, "x"));
  const bool is_narrow = dtype && compute_dtype(*dtype) != *dtype;
  return is_narrow ? builder.converted(node, *dtype) : node;
}

Value var(Builder& builder, const Arguments& arguments, std::string_view) {
  return array_value(narrowed(builder, variance(builder, arguments), arguments));
}

Value standard_deviation(Builder& builder, const Arguments& arguments, std::string_view) {
  return array_value(
      narrowed(builder, builder.elementwise("sqrt", {variance(builder, arguments)}), arguments));
}

// Of vectors along axes; of a whole array the square root of the sum of squares.
Value norm(Builder& builder, const Arguments& arguments, std::string_view) {
  const NodeId x = as_float(builder, arguments.array(builder, "x"));
  const NodeId size = builder.elementwise("abs", {x});
  const Value* order = arguments.find("ord");
  const bool text = order != nullptr && order->is<std::string>();
  const double power = order == nullptr || text ? 2 : arguments.number("ord", 2);
  if (text && *order->get<std::string>() != "fro")
    throw LocatedError({ErrorKind::usage, "norm knows the orders 1, 2, inf, -inf, 0 and 'fro'"},
                       {order->span});
  const std::vector<int> axes = arguments.axes("axis", builder.shape(x));
  if (order != nullptr && !text && axes.size() > 1)
    throw LocatedError({ErrorKind::usage, "an order is of vectors: one axis",
                        "without ord it is the root of the sum of squares"},
                       {order->span});
  const bool keepdims = arguments.keepdims();
  if (power == std::numeric_limits<double>::infinity())
    return array_value(builder.reduce("max", size, axes, keepdims));
  if (power == -std::numeric_limits<double>::infinity())
    return array_value(builder.reduce("min", size, axes, keepdims));
  if (power == 1) return array_value(builder.reduce("sum", size, axes, keepdims));
  if (power == 0) {
    const NodeId count =
        builder.converted(builder.converted(x, Dtype::boolean), builder.dtype(size).value_or(Dtype::float64));
    return array_value(builder.reduce("sum", count, axes, keepdims));
  }
  if (power != 2)
    throw LocatedError({ErrorKind::usage, "norm knows the orders 1, 2, inf, -inf, 0 and 'fro'"},
                       {order->span});
  return array_value(builder.elementwise(
      "sqrt", {builder.reduce("sum", builder.elementwise("square", {size}), axes, keepdims)}));
}

Value array_equal(Builder& builder, const Arguments& arguments, std::string_view) {
  const NodeId x = arguments.array(builder, "x"), y = arguments.array(builder, "y");
  bool same = builder.rank(x) == builder.rank(y);
  for (int axis = 0; same && axis < builder.rank(x); ++axis)
    same = is_equal(builder.shape(x)[axis], builder.shape(y)[axis]) != Verdict::refuted;
  if (!same) return array_value(builder.number(std::int64_t{0}, Dtype::boolean));
  std::vector<int> axes;
  for (int axis = 0; axis < builder.rank(x); ++axis) axes.push_back(axis);
  NodeId equal = builder.elementwise("equal", {x, y});
  if (arguments.flag("equal_nan"))
    equal = builder.elementwise(
        "bitwise_or", {equal, builder.elementwise("bitwise_and", {builder.elementwise("isnan", {x}),
                                                                  builder.elementwise("isnan", {y})})});
  return array_value(builder.reduce("all", equal, axes, false));
}

// What is not a number left out: replaced by `instead`.
NodeId without_nan(Builder& builder, NodeId x, double instead) {
  if (!may_be_inexact(builder.dtype(x))) return x;
  const NodeId missing = builder.elementwise("isnan", {x});
  return builder.where(array_value(missing), Value{instead}, array_value(x));
}

Value nan_total(Builder& builder, const Arguments& arguments, std::string_view) {
  return total_of(builder, arguments, "sum", without_nan(builder, arguments.array(builder, "x"), 0));
}

Value nan_mean(Builder& builder, const Arguments& arguments, std::string_view) {
  const NodeId x = as_float(builder, arguments.array(builder, "x"));
  const auto dtype = builder.dtype(x);
  const NodeId there = builder.elementwise("logical_not", {builder.elementwise("isnan", {x})});
  const NodeId wide = dtype ? builder.converted(x, compute_dtype(*dtype)) : x;
  const NodeId sum = builder.array(reduced(builder, arguments, "sum", without_nan(builder, wide, 0)));
  const NodeId count =
      builder.array(reduced(builder, arguments, "sum", builder.converted(there, Dtype::int64)));
  const NodeId divisor = builder.dtype(sum) ? builder.converted(count, *builder.dtype(sum)) : count;
  const NodeId result = builder.elementwise("divide", {sum, divisor});
  return array_value(dtype ? builder.converted(result, *dtype) : result);
}

Value nan_extreme(Builder& builder, const Arguments& arguments, std::string_view name) {
  const bool least = name == "nanmin";
  const NodeId x = arguments.array(builder, "x");
  const double infinity = std::numeric_limits<double>::infinity();
  const NodeId found = builder.array(reduced(builder, arguments, least ? "min" : "max",
                                             without_nan(builder, x, least ? infinity : -infinity)));
  if (!may_be_inexact(builder.dtype(x))) return array_value(found);
  const NodeId none = builder.array(reduced(builder, arguments, "all", builder.elementwise("isnan", {x})));
  const Value nan = {std::numeric_limits<double>::quiet_NaN()};
  return array_value(builder.where(array_value(none), nan, array_value(found)));
}

constexpr std::array reductions_table = {
    Function{"sum(x, axis=None, dtype=None, keepdims=False)", "sum along axes; integers as int64 or uint64",
             "sum([[1, 2], [3, 4]], axis=0)", "[4 6]", total},
    Function{"prod(x, axis=None, dtype=None, keepdims=False)", "product along axes", "prod([2, 3, 4])", "24",
             total},
    Function{"mean(x, axis=None, dtype=None, keepdims=False)", "arithmetic mean", "mean([1, 2, 3, 4])", "2.5",
             mean},
    Function{"var(x, axis=None, dtype=None, ddof=0, keepdims=False)",
             "mean square of the distance to the mean", "var([1, 2, 3, 4])", "1.25", var},
    Function{"std(x, axis=None, dtype=None, ddof=0, keepdims=False)", "square root of var", "std([1, 3])",
             "1.0", standard_deviation},
    Function{"min(x, axis=None, keepdims=False)", "least element, or NaN if any is", "min([3, 1, 2])", "1",
             extreme},
    Function{"max(x, axis=None, keepdims=False)", "greatest element, or NaN if any is", "max([3, 1, 2])", "3",
             extreme},
    Function{"ptp(x, axis=None, keepdims=False)", "max - min", "ptp([3, 1, 2])", "2", range},
    Function{"argmin(x, axis=None, keepdims=False)", "the index of the first least element",
             "argmin([3, 1, 2])", "1", place},
    Function{"argmax(x, axis=None, keepdims=False)", "the index of the first greatest element",
             "argmax([3, 1, 2])", "0", place},
    Function{"any(x, axis=None, keepdims=False)", "whether at least one is nonzero", "any([False, True])",
             "True", truth},
    Function{"all(x, axis=None, keepdims=False)", "whether all are nonzero", "all([False, True])", "False",
             truth},
    Function{"count_nonzero(x, axis=None, keepdims=False)", "the number of nonzero elements",
             "count_nonzero([0, 5, 0, 7])", "2", nonzero_count},
    Function{"norm(x, ord=None, axis=None, keepdims=False)",
             "square root of the sum of squares; of vectors also ord 1, inf, 0", "norm([3.0, 4.0])", "5.0",
             norm},
    Function{"array_equal(x, y, equal_nan=False)", "whether shapes and all elements are equal",
             "array_equal([1, 2], [1, 2])", "True", array_equal},
    Function{"nansum(x, axis=None, dtype=None, keepdims=False)", "the sum, NaN left out",
             "nansum([1, nan, 2])", "3.0", nan_total},
    Function{"nanmean(x, axis=None, keepdims=False)", "the mean, NaN left out", "nanmean([1, nan, 2])", "1.5",
             nan_mean},
    Function{"nanmin(x, axis=None, keepdims=False)", "the least element, NaN left out", "nanmin([3, nan, 2])",
             "2.0", nan_extreme},
    Function{"nanmax(x, axis=None, keepdims=False)", "the greatest element, NaN left out",
             "nanmax([3, nan, 2])", "3.0", nan_extreme},
};

}  // namespace

std::span<const Function> reductions() { return reductions_table; }

}  // namespace tcalc::functions
