// Functions of one element of each argument: NumPy's ufuncs, a line each.
#include <array>
#include <limits>
#include <type_traits>
#include <utility>

#include <tcalc/builder/numbers.hpp>
#include <tcalc/functions/function.hpp>

namespace tcalc::functions {

namespace {

Value ufunc(Builder& builder, const Arguments& arguments, std::string_view name) {
  std::vector<Value> operands;
  for (const std::string_view parameter : {"x", "y"}) {
    const bool unary = find_elementwise(name)->arity == 1;
    if (parameter == "y" && unary) break;
    operands.push_back(arguments.at(parameter));
  }
  return array_value(builder.elementwise(name, operands));
}

// x.real and x.imag.
Value part(Builder& builder, const Arguments& arguments, std::string_view name) {
  return expression::part_of(builder, arguments.at("x"), name);
}

// NumPy computes arctan2(0, x), where a bool meets an integer.
Value angle(Builder& builder, const Arguments& arguments, std::string_view name) {
  const NodeId x = arguments.array(builder, "x");
  const bool truth = builder.dtype(x) == Dtype::boolean;
  return array_value(builder.elementwise(name, {truth ? builder.converted(x, Dtype::int64) : x}));
}

Value rounded(Builder& builder, const Arguments& arguments, std::string_view) {
  const NodeId x = arguments.array(builder, "x");
  const std::int64_t decimals = arguments.integer("decimals", 0);
  const auto dtype = builder.dtype(x);
  const bool whole = dtype && !is_inexact(*dtype);
  if (dtype == Dtype::boolean && decimals == 0) return array_value(builder.converted(x, Dtype::float16));
  if (whole && dtype != Dtype::boolean && decimals >= 0) return array_value(x);
  if (decimals == 0) return array_value(builder.elementwise("rint", {x}));
  if (dtype == Dtype::boolean) throw Error(ErrorKind::mismatch, "round to decimals is not defined for bool");
  // As NumPy does it: scaled, rounded, and scaled back.
  const Dtype scaled = whole ? Dtype::float64 : dtype.value_or(Dtype::float64);
  double scale = 1;
  for (std::int64_t i = 0; i < std::min<std::int64_t>(std::abs(decimals), 400); ++i) scale *= 10;
  const NodeId factor = builder.number(scale, scaled);
  const std::string_view there = decimals > 0 ? "multiply" : "divide";
  const std::string_view back = decimals > 0 ? "divide" : "multiply";
  const NodeId result = builder.elementwise(
      back, {builder.elementwise("rint", {builder.elementwise(there, {x, factor})}), factor});
  return array_value(whole ? builder.converted(result, *dtype) : result);
}

// An integer that no element of the dtype is below, or above, bounds nothing: clip(x, 0, 300) of uint8.
bool bounds_nothing(std::optional<Dtype> dtype, const Value& limit, bool least) {
  const auto* integer = limit.get<Dim>();
  if (!dtype || integer == nullptr || !integer->is_known()) return false;
  return visit_dtype(*dtype, [&]<class T>(TypeTag<T>) {
    if constexpr (std::is_integral_v<T>)
      return least ? std::cmp_less_equal(integer->size(), std::numeric_limits<T>::min())
                   : std::cmp_greater_equal(integer->size(), std::numeric_limits<T>::max());
    else
      return false;
  });
}

Value clipped(Builder& builder, const Arguments& arguments, std::string_view) {
  Value result = arguments.at("x");
  const Value* least = arguments.find("min");
  const Value* most = arguments.find("max");
  const auto dtype = builder.dtype(builder.array(result));
  if (least != nullptr && bounds_nothing(dtype, *least, true)) least = nullptr;
  if (most != nullptr && bounds_nothing(dtype, *most, false)) most = nullptr;
  // All three promote together: clip(x, 0, y) has the dtype of x and y.
  if (least != nullptr && most != nullptr &&
      least->is<expression::ArrayValue>() != most->is<expression::ArrayValue>()) {
    const auto both = builder.dtype(
        builder.elementwise("add", {result, least->is<expression::ArrayValue>() ? *least : *most}));
    if (both) result.content = expression::ArrayValue{builder.converted(builder.array(result), *both)};
  }
  if (least != nullptr)
    result.content = expression::ArrayValue{builder.elementwise("maximum", {result, *least})};
  if (most != nullptr)
    result.content = expression::ArrayValue{builder.elementwise("minimum", {result, *most})};
  return array_value(builder.array(result));
}

Value chosen(Builder& builder, const Arguments& arguments, std::string_view) {
  return array_value(builder.where(arguments.at("condition"), arguments.at("x"), arguments.at("y")));
}

// isfinite(y) and |x - y| <= atol + rtol * |y|, or x == y: numpy.isclose.
NodeId close(Builder& builder, const Arguments& arguments) {
  const Value x = {expression::ArrayValue{arguments.array(builder, "x")}, arguments.at("x").span};
  NodeId y = arguments.array(builder, "y");
  if (builder.dtype(y) && !is_inexact(*builder.dtype(y)))
    y = builder.converted(y, promote(*builder.dtype(y), Dtype::float64));
  const Value second = {expression::ArrayValue{y}, arguments.at("y").span};
  const auto value = [](NodeId node) { return Value{expression::ArrayValue{node}}; };
  const Value rtol = {arguments.number("rtol", 1e-5)}, atol = {arguments.number("atol", 1e-8)};
  const NodeId distance = builder.elementwise("abs", {builder.elementwise("subtract", {x, second})});
  const NodeId size = builder.elementwise("abs", {y});
  const NodeId bound =
      builder.elementwise("add", {atol, value(builder.elementwise("multiply", {rtol, value(size)}))});
  const NodeId near = builder.elementwise(
      "bitwise_and",
      {builder.elementwise("less_equal", {distance, bound}), builder.elementwise("isfinite", {y})});
  NodeId result = builder.elementwise("bitwise_or", {near, builder.elementwise("equal", {x, second})});
  if (arguments.flag("equal_nan"))
    result = builder.elementwise(
        "bitwise_or",
        {result, builder.elementwise("bitwise_and", {builder.elementwise("isnan", {builder.array(x)}),
                                                     builder.elementwise("isnan", {y})})});
  return result;
}

Value is_close(Builder& builder, const Arguments& arguments, std::string_view) {
  return array_value(close(builder, arguments));
}

Value all_close(Builder& builder, const Arguments& arguments, std::string_view) {
  const NodeId every = close(builder, arguments);
  std::vector<int> axes;
  for (int axis = 0; axis < builder.rank(every); ++axis) axes.push_back(axis);
  return array_value(builder.reduce("all", every, axes, false));
}

constexpr std::array elementwise_table = {
    Function{"abs(x)", "absolute value; of complex numbers the length", "abs([-1, 2])", "[1 2]", ufunc},
    Function{"sign(x)", "-1, 0 or 1", "sign([-2.5, 0, 3])", "[-1.  0.  1.]", ufunc},
    Function{"square(x)", "x * x", "square([1, 2, 3])", "[1 4 9]", ufunc},
    Function{"sqrt(x)", "square root", "sqrt([1, 4, 9])", "[1. 2. 3.]", ufunc},
    Function{"cbrt(x)", "cube root", "cbrt([1, 8, 27])", "[1. 2. 3.]", ufunc},
    Function{"exp(x)", "e to the power of x", "exp(0)", "1.0", ufunc},
    Function{"exp2(x)", "2 to the power of x", "exp2([0, 1, 2])", "[1. 2. 4.]", ufunc},
    Function{"expm1(x)", "exp(x) - 1, exact near 0", "expm1(0)", "0.0", ufunc},
    Function{"log(x)", "natural logarithm", "log(1)", "0.0", ufunc},
    Function{"log2(x)", "logarithm to base 2", "log2([1, 2, 8])", "[0. 1. 3.]", ufunc},
    Function{"log10(x)", "logarithm to base 10", "log10([1, 1000])", "[0. 3.]", ufunc},
    Function{"log1p(x)", "log(1 + x), exact near 0", "log1p(0)", "0.0", ufunc},
    Function{"sin(x)", "sine", "sin(0)", "0.0", ufunc},
    Function{"cos(x)", "cosine", "cos(0)", "1.0", ufunc},
    Function{"tan(x)", "tangent", "tan(0)", "0.0", ufunc},
    Function{"arcsin(x)", "inverse of sin", "arcsin(0)", "0.0", ufunc},
    Function{"arccos(x)", "inverse of cos", "arccos(1)", "0.0", ufunc},
    Function{"arctan(x)", "inverse of tan", "arctan(0)", "0.0", ufunc},
    Function{"sinh(x)", "hyperbolic sine", "sinh(0)", "0.0", ufunc},
    Function{"cosh(x)", "hyperbolic cosine", "cosh(0)", "1.0", ufunc},
    Function{"tanh(x)", "hyperbolic tangent", "tanh(0)", "0.0", ufunc},
    Function{"floor(x)", "the whole number at or below", "floor([-1.5, 1.5])", "[-2.  1.]", ufunc},
    Function{"ceil(x)", "the whole number at or above", "ceil([-1.5, 1.5])", "[-1.  2.]", ufunc},
    Function{"trunc(x)", "the whole number towards zero", "trunc([-1.5, 1.5])", "[-1.  1.]", ufunc},
    Function{"rint(x)", "the nearest whole number, halves to even", "rint([0.5, 1.5])", "[0. 2.]", ufunc},
    Function{"round(x, decimals=0)", "rounded to so many digits after the point, halves to even",
             "round([1.26, 2.5], 1)", "[1.3 2.5]", rounded},
    Function{"isnan(x)", "whether it is NaN", "isnan([1, nan])", "[False  True]", ufunc},
    Function{"isinf(x)", "whether it is an infinity", "isinf([1, inf])", "[False  True]", ufunc},
    Function{"isfinite(x)", "whether it is neither NaN nor an infinity", "isfinite([1, nan, inf])",
             "[ True False False]", ufunc},
    Function{"signbit(x)", "whether the sign bit is set, as that of -0.0 is", "signbit([-0.0, 1.0])",
             "[ True False]", ufunc},
    Function{"conj(x)", "complex conjugate", "conj([1 + 2j])", "[1.-2.j]", ufunc},
    Function{"angle(x)", "of a complex number, in radians", "angle(1)", "0.0", angle},
    Function{"real(x)", "real part", "real([1 + 2j])", "[1.]", part},
    Function{"imag(x)", "imaginary part", "imag([1 + 2j])", "[2.]", part},
    Function{"reciprocal(x)", "1 / x", "reciprocal([2.0, 4.0])", "[0.5  0.25]", ufunc},
    Function{"negative(x)", "-x", "negative([1, -2])", "[-1  2]", ufunc},
    Function{"positive(x)", "+x", "positive([1, -2])", "[ 1 -2]", ufunc},
    Function{"invert(x)", "~x: the opposite, or all bits", "invert([True, False])", "[False  True]", ufunc},
    Function{"logical_not(x)", "whether it is zero", "logical_not([0, 3])", "[ True False]", ufunc},
    Function{"erf(x)", "the error function", "erf(0)", "0.0", ufunc},
    Function{"maximum(x, y)", "the greater of two, NaN where one is", "maximum([1, 5], [3, 2])", "[3 5]",
             ufunc},
    Function{"minimum(x, y)", "the smaller of two, NaN where one is", "minimum([1, 5], [3, 2])", "[1 2]",
             ufunc},
    Function{"fmax(x, y)", "the greater of two, the other where one is NaN", "fmax([1, nan], [3, 2])",
             "[3. 2.]", ufunc},
    Function{"fmin(x, y)", "the smaller of two, the other where one is NaN", "fmin([1, nan], [3, 2])",
             "[1. 2.]", ufunc},
    Function{"arctan2(x, y)", "the angle of the point (y, x)", "arctan2(0, 1)", "0.0", ufunc},
    Function{"hypot(x, y)", "sqrt(x*x + y*y)", "hypot(3, 4)", "5.0", ufunc},
    Function{"copysign(x, y)", "x with the sign of y", "copysign(2, -1)", "-2.0", ufunc},
    Function{"logaddexp(x, y)", "log(exp(x) + exp(y)); near 0 within 2 ulp of the larger operand",
             "logaddexp(-inf, 0)", "0.0", ufunc},
    Function{"add(x, y)", "x + y", "add([1, 2], 3)", "[4 5]", ufunc},
    Function{"subtract(x, y)", "x - y", "subtract([4, 5], 3)", "[1 2]", ufunc},
    Function{"multiply(x, y)", "x * y", "multiply([1, 2], 3)", "[3 6]", ufunc},
    Function{"divide(x, y)", "x / y", "divide([1, 2], 2)", "[0.5 1. ]", ufunc},
    Function{"floor_divide(x, y)", "x // y", "floor_divide([7, -7], 2)", "[ 3 -4]", ufunc},
    Function{"mod(x, y)", "x % y, of the sign of y", "mod([7, -7], 4)", "[3 1]", ufunc},
    Function{"fmod(x, y)", "the remainder with the sign of x", "fmod(-7.0, 4.0)", "-3.0", ufunc},
    Function{"power(x, y)", "x ** y", "power([1, 2, 3], 2)", "[1 4 9]", ufunc},
    Function{"equal(x, y)", "x == y", "equal([1, 2], 2)", "[False  True]", ufunc},
    Function{"not_equal(x, y)", "x != y", "not_equal([1, 2], 2)", "[ True False]", ufunc},
    Function{"less(x, y)", "x < y", "less([1, 2], 2)", "[ True False]", ufunc},
    Function{"less_equal(x, y)", "x <= y", "less_equal([1, 3], 2)", "[ True False]", ufunc},
    Function{"greater(x, y)", "x > y", "greater([1, 3], 2)", "[False  True]", ufunc},
    Function{"greater_equal(x, y)", "x >= y", "greater_equal([1, 2], 2)", "[False  True]", ufunc},
    Function{"logical_and(x, y)", "whether both are nonzero", "logical_and([1, 0], 1)", "[ True False]",
             ufunc},
    Function{"logical_or(x, y)", "whether at least one is nonzero", "logical_or([1, 0], 0)", "[ True False]",
             ufunc},
    Function{"logical_xor(x, y)", "whether exactly one is nonzero", "logical_xor([1, 0], 1)", "[False  True]",
             ufunc},
    Function{"bitwise_and(x, y)", "x & y", "bitwise_and(6, 3)", "2", ufunc},
    Function{"bitwise_or(x, y)", "x | y", "bitwise_or(6, 3)", "7", ufunc},
    Function{"bitwise_xor(x, y)", "x ^ y", "bitwise_xor(6, 3)", "5", ufunc},
    Function{"left_shift(x, y)", "x << y", "left_shift(1, 4)", "16", ufunc},
    Function{"right_shift(x, y)", "x >> y", "right_shift(16, 3)", "2", ufunc},
    Function{"clip(x, min=None, max=None)", "limited to the range from min to max",
             "clip([-1, 5, 11], 0, 10)", "[ 0  5 10]", clipped},
    Function{"where(condition, x, y)", "x where the condition is true, else y", "where([True, False], 1, 2)",
             "[1 2]", chosen},
    Function{"isclose(x, y, rtol=1e-05, atol=1e-08, equal_nan=False)", "whether |x - y| <= atol + rtol * |y|",
             "isclose([1.0, 2.0], [1.0, 2.1])", "[ True False]", is_close},
    Function{"allclose(x, y, rtol=1e-05, atol=1e-08, equal_nan=False)", "whether all elements are close",
             "allclose([1.0, 2.0], [1.0, 2.1])", "False", all_close},
};

}  // namespace

std::span<const Function> elementwise_functions() { return elementwise_table; }

}  // namespace tcalc::functions
