#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include <tcalc/builder/numbers.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/expression/operators.hpp>
#include <tcalc/ops/registry.hpp>

namespace tcalc::expression {

namespace {

struct Meaning {
  std::string_view symbol, function;
};
constexpr std::array meanings = {
    Meaning{"+", "add"},         Meaning{"-", "subtract"},      Meaning{"*", "multiply"},
    Meaning{"/", "divide"},      Meaning{"//", "floor_divide"}, Meaning{"%", "mod"},
    Meaning{"**", "power"},      Meaning{"&", "bitwise_and"},   Meaning{"|", "bitwise_or"},
    Meaning{"^", "bitwise_xor"}, Meaning{"<<", "left_shift"},   Meaning{">>", "right_shift"},
    Meaning{"==", "equal"},      Meaning{"!=", "not_equal"},    Meaning{"<", "less"},
    Meaning{"<=", "less_equal"}, Meaning{">", "greater"},       Meaning{">=", "greater_equal"},
};

std::string_view function_of(std::string_view symbol) {
  for (const Meaning& meaning : meanings) {
    if (meaning.symbol == symbol) return meaning.function;
  }
  throw Error(ErrorKind::internal, "no operator " + std::string(symbol));
}

Value of_sequences(std::string_view symbol, const Value& left, const Value& right) {
  const auto *x = left.get<Sequence>(), *y = right.get<Sequence>();
  if (symbol == "+") {
    Sequence both = *x;
    both.items.insert(both.items.end(), y->items.begin(), y->items.end());
    return {both};
  }
  if (symbol != "==" && symbol != "!=") undefined(symbol, left, right);
  bool same = x->items.size() == y->items.size();
  for (std::size_t i = 0; same && i < x->items.size(); ++i) {
    const auto *a = x->items[i].get<Dim>(), *b = y->items[i].get<Dim>();
    if (a == nullptr || b == nullptr) undefined(symbol, left, right);
    same = is_equal(*a, *b) == Verdict::proved;
  }
  return {same == (symbol == "==")};
}

// x**2 is square(x), whatever the dtype; of floats x**0.5 is sqrt(x), x**-1 reciprocal(x): as NumPy has it.
std::optional<std::string_view> function_of_power(Builder& builder, const Value& base,
                                                  const Value& exponent) {
  if (!exponent.is<Dim>() && !exponent.is<double>()) return std::nullopt;
  const auto number = real_of(exponent);
  const NodeId array = builder.array(base);
  const auto dtype = builder.dtype(array);
  if (!number || !dtype) return std::nullopt;
  const bool inexact = is_inexact(*dtype);
  // A bool alone is a number to NumPy, an array of them is not.
  const bool is_truth = dtype == Dtype::boolean && builder.rank(array) == 0;
  if (*number == 2 && (inexact || (exponent.is<Dim>() && !is_truth))) return "square";
  if (*number == 0.5 && inexact) return "sqrt";
  if (*number == -1 && inexact) return "reciprocal";
  return std::nullopt;
}

bool is_tuple(const Value& value) { return value.is<Sequence>() && !value.get<Sequence>()->is_list; }

}  // namespace

Value unary(Builder& builder, std::string_view symbol, const Value& operand) {
  if (const auto* real = operand.get<double>(); real != nullptr && symbol != "~")
    return {symbol == "-" ? -*real : *real};
  if (const auto* complex = operand.get<std::complex<double>>(); complex != nullptr && symbol != "~")
    return {symbol == "-" ? -*complex : *complex};
  // False would be another answer than Python's -2, which Python means to refuse.
  if (operand.is<bool>() && symbol == "~") {
    const std::string text = builder.name_of(operand);
    throw Error(ErrorKind::usage, "in Python '~' makes -2 of True and -1 of False",
                "logical_not(" + (text.empty() ? "..." : text) + ") is the opposite");
  }
  if (operand.is<Dim>() || operand.is<bool>()) {
    const Dim integer = integer_of(operand);
    if (symbol == "-") return {-integer};
    return {symbol == "+" ? integer : -integer - Dim(1)};
  }
  if (is_tuple(operand) || operand.is<std::string>() || operand.is<None>() || operand.is<Dtype>() ||
      operand.is_number())
    throw Error(ErrorKind::usage, formatted("'{}' is not defined for {}", symbol, kind_of(operand)));
  const std::string_view function = symbol == "-" ? "negative" : symbol == "+" ? "positive" : "invert";
  return {ArrayValue{builder.elementwise(function, {operand})}};
}

Value binary(Builder& builder, std::string_view symbol, const Value& left, const Value& right) {
  if (is_tuple(left) && is_tuple(right)) return of_sequences(symbol, left, right);
  if (left.is<Dtype>() && right.is<Dtype>() && (symbol == "==" || symbol == "!="))
    return {(*left.get<Dtype>() == *right.get<Dtype>()) == (symbol == "==")};
  const auto is_array = [](const Value& value) {
    return value.is<ArrayValue>() || (value.is<Sequence>() && value.get<Sequence>()->is_list);
  };
  const bool defined = (is_array(left) || left.is_number()) && (is_array(right) || right.is_number());
  if (!defined) undefined(symbol, left, right);
  if (symbol == "@") return {ArrayValue{builder.contraction(*find_operation("matmul"), {left, right}, {})}};
  if (left.is_number() && right.is_number()) return of_numbers(builder, symbol, left, right);
  if (symbol == "**") {
    if (const auto function = function_of_power(builder, left, right))
      return {ArrayValue{builder.elementwise(*function, {left})}};
  }
  return {ArrayValue{builder.elementwise(function_of(symbol), {left, right})}};
}

namespace {

constexpr std::array<std::string_view, 11> attributes = {
    "T", "mT", "shape", "ndim", "size", "dtype", "real", "imag", "flat", "nbytes", "itemsize"};

Value transposed(Builder& builder, NodeId node, bool matrices) {
  std::vector<int> order;
  for (int axis = 0; axis < builder.rank(node); ++axis) order.push_back(axis);
  if (matrices && order.size() < 2)
    throw Error(ErrorKind::mismatch,
                ".mT swaps the last two axes, but the shape is " + builder.shape(node).text());
  if (matrices)
    std::swap(order[order.size() - 1], order[order.size() - 2]);
  else
    std::ranges::reverse(order);
  return {ArrayValue{builder.transposed(node, order)}};
}

}  // namespace

std::vector<std::string> attribute_names() { return {attributes.begin(), attributes.end()}; }

std::optional<Value> attribute(Builder& builder, const Value& operand, std::string_view name) {
  if (std::ranges::find(attributes, name) == attributes.end()) return std::nullopt;
  if (name == "real" || name == "imag") return part_of(builder, operand, name);
  const NodeId node = builder.array(operand);
  const auto dtype = builder.dtype(node);
  const Dim elements = product(builder.shape(node).dims());
  if (name == "T" || name == "mT") return transposed(builder, node, name == "mT");
  if (name == "flat") return Value{ArrayValue{builder.reshaped(node, {Dim(-1)})}};
  if (name == "ndim") return Value{Dim(builder.rank(node))};
  if (name == "size") return Value{elements};
  if (name == "shape") {
    Sequence sizes;
    for (const Dim& dim : builder.shape(node)) sizes.items.push_back({dim});
    return Value{sizes};
  }
  if (!dtype) throw Error(ErrorKind::usage, "a shape has no dtype", "an operand with one: zeros:2,3:f4");
  if (name == "dtype") return Value{*dtype};
  const Dim size = size_of(*dtype);
  return Value{name == "itemsize" ? size : elements * size};
}

}  // namespace tcalc::expression
