#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>

#include <tcalc/builder/numbers.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/elementwise/function.hpp>

namespace tcalc::expression {

Dim integer_of(const Value& value) {
  if (const auto* truth = value.get<bool>()) return *truth ? 1 : 0;
  return *value.get<Dim>();
}

std::optional<double> real_of(const Value& value) {
  if (const auto* real = value.get<double>()) return *real;
  const Dim integer = integer_of(value);
  if (!integer.is_known()) return std::nullopt;
  return static_cast<double>(integer.size());
}

std::complex<double> complex_of(const Value& value) {
  if (const auto* complex = value.get<std::complex<double>>()) return *complex;
  return real_of(value).value_or(0);
}

Value part_of(Builder& builder, const Value& operand, std::string_view name) {
  if (!operand.is_number()) return {ArrayValue{builder.elementwise(name, {builder.array(operand)})}};
  const bool real = name == "real";
  if (operand.is<std::complex<double>>()) {
    const std::complex<double> complex = complex_of(operand);
    return {real ? complex.real() : complex.imag()};
  }
  if (operand.is<double>()) return {real ? *operand.get<double>() : 0.0};
  return {real ? integer_of(operand) : Dim(0)};
}

void undefined(std::string_view symbol, const Value& left, const Value& right) {
  throw Error(ErrorKind::usage,
              formatted("'{}' is not defined for {} and {}", symbol, kind_of(left), kind_of(right)));
}

namespace {

bool compares(std::string_view symbol) {
  return symbol[0] == '=' || symbol[0] == '!' || symbol == "<" || symbol == ">" || symbol == "<=" ||
         symbol == ">=";
}

void forbid_zero(const Dim& divisor) {
  if (divisor.is(0)) throw Error(ErrorKind::usage, "division by zero");
}

std::optional<bool> compared(std::string_view symbol, const Dim& x, const Dim& y) {
  const auto known = [](Verdict verdict) -> std::optional<bool> {
    if (verdict == Verdict::open) return std::nullopt;
    return verdict == Verdict::proved;
  };
  const auto opposite = [](std::optional<bool> truth) { return truth ? std::optional(!*truth) : truth; };
  if (symbol == "==") return known(is_equal(x, y));
  if (symbol == "!=") return opposite(known(is_equal(x, y)));
  if (symbol == ">=") return known(is_at_least(x, y));
  if (symbol == "<") return opposite(known(is_at_least(x, y)));
  if (symbol == "<=") return known(is_at_least(y, x));
  return opposite(known(is_at_least(y, x)));
}

// Throws Error{resource} for the least of all, which stands for an unknown dim.
Value integer_value(std::int64_t integer) {
  if (integer == std::numeric_limits<std::int64_t>::min())
    throw Error(ErrorKind::resource, "an integer of more than 64 bits");
  return {Dim(integer)};
}

Value of_integers(Builder& builder, std::string_view symbol, const Value& left, const Value& right) {
  const Dim x = integer_of(left), y = integer_of(right);
  const bool known = x.is_known() && y.is_known();
  if (symbol == "+") return Value{x + y};
  if (symbol == "-") return Value{x - y};
  if (symbol == "*") return Value{x * y};
  if (symbol == "//" || symbol == "%" || symbol == "/") forbid_zero(y);
  if (symbol == "//") return Value{floor_divided(x, y)};
  if (symbol == "%") return Value{x % y};
  if (symbol == "/") {
    if (!known) return Value{ArrayValue{builder.unknown_number(Dtype::float64)}};
    // Python rounds once: a double does not hold every integer, a long double does.
    const auto quotient = static_cast<long double>(x.size()) / static_cast<long double>(y.size());
    return Value{static_cast<double>(quotient)};
  }
  if (symbol == "**") {
    if (y.is_known() && y.size() >= 0) return Value{power(x, y.size())};
    if (!known) return Value{ArrayValue{builder.unknown_number(Dtype::float64)}};
    forbid_zero(x);
    return Value{std::pow(static_cast<double>(x.size()), static_cast<double>(y.size()))};
  }
  if (!known) return Value{ArrayValue{builder.unknown_number(Dtype::int64)}};
  const std::int64_t a = x.size(), b = y.size();
  const bool truths = left.is<bool>() && right.is<bool>();
  const auto bits = [&](std::int64_t result) { return truths ? Value{result != 0} : integer_value(result); };
  if (symbol == "&") return bits(a & b);
  if (symbol == "|") return bits(a | b);
  if (symbol == "^") return bits(a ^ b);
  if (b < 0) throw Error(ErrorKind::usage, "a shift by a negative number");
  constexpr std::int64_t width = 63;
  if (symbol == ">>") return Value{Dim(a >> std::min(b, width))};
  if (a != 0 && (b >= width || (a << b) >> b != a))
    throw Error(ErrorKind::resource, "an integer of more than 64 bits");
  return integer_value(a << std::min(b, width));
}

// Of floats, which are divided as elements of arrays are.
double divided(std::string_view function, double x, double y) {
  const std::array operands = {reinterpret_cast<const std::byte*>(&x),
                               reinterpret_cast<const std::byte*>(&y)};
  double result = 0;
  const ElementwiseLoop* loop = find_loop(*find_elementwise(function), std::array{Dtype::float64});
  loop->run(operands.data(), reinterpret_cast<std::byte*>(&result), 1);
  return result;
}

// Python's: whole exponents up to 100 by multiplication, others by length and angle.
std::complex<double> complex_power(std::complex<double> x, std::complex<double> y) {
  constexpr double most_multiplied = 100;
  const bool is_whole = y.imag() == 0 && y.real() == std::floor(y.real());
  if (x == 0.0 && (y.real() < 0 || y.imag() != 0)) throw Error(ErrorKind::usage, "division by zero");
  if (is_whole && std::abs(y.real()) <= most_multiplied) {
    std::complex<double> result = 1, factor = x;
    for (int left = std::abs(static_cast<int>(y.real())); left != 0; left >>= 1) {
      if (left % 2 == 1) result *= factor;
      factor *= factor;
    }
    return y.real() < 0 ? 1.0 / result : result;
  }
  if (x == 0.0) return 0;
  const double size = std::abs(x), angle = std::arg(x);
  const double length = std::pow(size, y.real()) / std::exp(angle * y.imag());
  const double turned = angle * y.real() + y.imag() * std::log(size);
  return {length * std::cos(turned), length * std::sin(turned)};
}

std::optional<Value> of_reals(std::string_view symbol, double x, double y) {
  if (symbol == "+") return Value{x + y};
  if (symbol == "-") return Value{x - y};
  if (symbol == "*") return Value{x * y};
  if (symbol == "/" || symbol == "//" || symbol == "%") {
    if (y == 0) throw Error(ErrorKind::usage, "division by zero");
    if (symbol == "/") return Value{x / y};
    return Value{divided(symbol == "%" ? "mod" : "floor_divide", x, y)};
  }
  if (symbol == "**") {
    const bool finite = std::isfinite(x) && std::isfinite(y);
    if (finite && x == 0 && y < 0) throw Error(ErrorKind::usage, "division by zero");
    if (finite && x < 0 && y != std::floor(y)) return Value{complex_power(x, y)};
    return Value{std::pow(x, y)};
  }
  if (symbol == "==") return Value{x == y};
  if (symbol == "!=") return Value{x != y};
  if (symbol == "<") return Value{x < y};
  if (symbol == "<=") return Value{x <= y};
  if (symbol == ">") return Value{x > y};
  if (symbol == ">=") return Value{x >= y};
  return std::nullopt;
}

std::optional<Value> of_complex(std::string_view symbol, std::complex<double> x, std::complex<double> y) {
  if (symbol == "+") return Value{x + y};
  if (symbol == "-") return Value{x - y};
  if (symbol == "*") return Value{x * y};
  if (symbol == "/") {
    if (y == 0.0) throw Error(ErrorKind::usage, "division by zero");
    return Value{x / y};
  }
  if (symbol == "**") return Value{complex_power(x, y)};
  if (symbol == "==") return Value{x == y};
  if (symbol == "!=") return Value{x != y};
  return std::nullopt;
}

}  // namespace

Value of_numbers(Builder& builder, std::string_view symbol, const Value& left, const Value& right) {
  std::optional<Value> result;
  const auto is_integer = [](const Value& value) { return value.is<Dim>() || value.is<bool>(); };
  if (is_integer(left) && is_integer(right)) {
    if (compares(symbol)) {
      if (const auto truth = compared(symbol, integer_of(left), integer_of(right))) return {*truth};
      return {ArrayValue{builder.unknown_number(Dtype::boolean)}};
    }
    try {
      result = of_integers(builder, symbol, left, right);
    } catch (const Error& error) {
      if (error.kind != ErrorKind::resource) throw;
      throw Error(error.kind, "an integer of more than 64 bits", "a float holds it: 1e20");
    }
  } else if (left.is<std::complex<double>>() || right.is<std::complex<double>>()) {
    result = of_complex(symbol, complex_of(left), complex_of(right));
  } else {
    const auto x = real_of(left), y = real_of(right);
    if (!x || !y) {
      return {ArrayValue{builder.unknown_number(compares(symbol) ? Dtype::boolean : Dtype::float64)}};
    }
    result = of_reals(symbol, *x, *y);
  }
  if (!result) undefined(symbol, left, right);
  return *result;
}

}  // namespace tcalc::expression
