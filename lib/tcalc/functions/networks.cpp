// Functions of neural networks, with PyTorch's meanings.
#include <array>
#include <numeric>
#include <span>

#include <tcalc/functions/function.hpp>
#include <tcalc/functions/precision.hpp>

namespace tcalc::functions {

namespace {

NodeId with_number(Builder& builder, std::string_view function, NodeId x, double number) {
  return builder.elementwise(function, {array_value(x), Value{number}});
}

Value relu(Builder& builder, const Arguments& arguments, std::string_view) {
  return array_value(builder.elementwise("maximum", {arguments.at("x"), Value{Dim(0)}}));
}

Value of_elements(Builder& builder, NodeId x, std::string_view function) {
  return array_value(builder.elementwise(function, {as_float(builder, x)}));
}

Value activation(Builder& builder, const Arguments& arguments, std::string_view name) {
  return of_elements(builder, arguments.array(builder, "x"), name);
}

Value gelu(Builder& builder, const Arguments& arguments, std::string_view name) {
  const std::string approximate = arguments.text("approximate", "none");
  if (approximate != "none" && approximate != "tanh")
    throw LocatedError({ErrorKind::usage, "approximate is 'none' or 'tanh'"},
                       {arguments.at("approximate").span});
  return of_elements(builder, arguments.array(builder, "x"), approximate == "tanh" ? "gelu_tanh" : name);
}

Value scaled(Builder& builder, const Arguments& arguments, NodeId x, NodeId result, bool has_bias) {
  Value value = in_dtype_of(builder, x, result);
  value.span = arguments.at("x").span;  // what messages call it
  if (const Value* weight = arguments.find("weight"))
    value.content = expression::ArrayValue{builder.elementwise("multiply", {value, *weight})};
  if (!has_bias) return value;
  if (const Value* bias = arguments.find("bias"))
    value.content = expression::ArrayValue{builder.elementwise("add", {value, *bias})};
  return value;
}

Value layer_norm(Builder& builder, const Arguments& arguments, std::string_view) {
  const NodeId given = arguments.array(builder, "x"), x = computable(builder, given);
  const int axis = arguments.axis("axis", builder.shape(x), -1);
  const NodeId distance = builder.elementwise("subtract", {x, builder.reduce("mean", x, {axis}, true)});
  const NodeId variance = builder.reduce("mean", builder.elementwise("square", {distance}), {axis}, true);
  const NodeId deviation =
      builder.elementwise("sqrt", {with_number(builder, "add", variance, arguments.number("eps", 1e-5))});
  return scaled(builder, arguments, given, builder.elementwise("divide", {distance, deviation}), true);
}

Value rms_norm(Builder& builder, const Arguments& arguments, std::string_view) {
  const NodeId given = arguments.array(builder, "x"), x = computable(builder, given);
  const int axis = arguments.axis("axis", builder.shape(x), -1);
  const NodeId mean = builder.reduce("mean", builder.elementwise("square", {x}), {axis}, true);
  const NodeId root =
      builder.elementwise("sqrt", {with_number(builder, "add", mean, arguments.number("eps", 1e-6))});
  return scaled(builder, arguments, given, builder.elementwise("divide", {x, root}), false);
}

Value one_hot(Builder& builder, const Arguments& arguments, std::string_view) {
  const NodeId x = arguments.array(builder, "x");
  const auto given = builder.dtype(x);
  if (given && !is_integer(*given))
    throw Error(ErrorKind::mismatch, "classes are integers, not " + std::string(tcalc::name_of(*given)));
  const Dims classes = dims_of(arguments.at("classes"));
  if (classes.size() != 1)
    throw LocatedError({ErrorKind::usage, "one number of classes is expected"},
                       {arguments.at("classes").span});
  const NodeId wide = builder.converted(x, Dtype::int64);
  if (classes[0].is_known() && classes[0].size() < 0)
    throw LocatedError({ErrorKind::mismatch, "the number of classes is negative"},
                       {arguments.at("classes").span});
  const auto count_up = [](std::span<const TensorView>, const MutableView& result, int) {
    auto* const to = reinterpret_cast<std::int64_t*>(result.data);
    std::iota(to, to + count(result.extents), std::int64_t{0});
  };
  const NodeId numbers =
      builder.routine("arange", {}, Shape(Dims{classes[0]}), Dtype::int64, classes[0].text(), count_up);
  const NodeId same = builder.elementwise("equal", {builder.expanded(wide, builder.rank(wide)), numbers});
  return array_value(builder.converted(same, arguments.dtype().value_or(Dtype::int64)));
}

constexpr std::array networks_table = {
    Function{"relu(x)", "0 where x is negative", "relu([-1, 2])", "[0 2]", relu},
    Function{"gelu(x, approximate='none')",
             "x times the normal distribution function, to 4 ulp; or 'tanh' for it", "gelu(0)", "0.0", gelu},
    Function{"silu(x)", "x * sigmoid(x)", "silu(0)", "0.0", activation},
    Function{"sigmoid(x)", "1 / (1 + exp(-x))", "sigmoid(0)", "0.5", activation},
    Function{"layer_norm(x, weight=None, bias=None, eps=1e-05, axis=-1)",
             "mean 0 and variance 1 along an axis", "layer_norm([1.0, 1.0])", "[0. 0.]", layer_norm},
    Function{"rms_norm(x, weight=None, eps=1e-06, axis=-1)", "mean square 1 along an axis",
             "rms_norm([0.0, 0.0])", "[0. 0.]", rms_norm},
    Function{"one_hot(x, classes, dtype=int64)", "a 1 at each class, in a new last axis",
             "one_hot([0, 2], 3)", "[[1 0 0]\n [0 0 1]]", one_hot},
};

}  // namespace

std::span<const Function> networks() { return networks_table; }

}  // namespace tcalc::functions
