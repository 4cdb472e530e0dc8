#include <algorithm>
#include <array>

#include <tcalc/builder/builder.hpp>
#include <tcalc/builder/dtype_rules.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/ops/mismatch.hpp>

namespace tcalc::expression {

namespace {

// Whether the result is true or false, whatever the operands are.
bool is_truth(const ElementFunction& kernel) {
  return std::ranges::all_of(kernel.loops, [](const ElementwiseLoop& loop) {
    return loop.run == nullptr || loop.result == Dtype::boolean;
  });
}

}  // namespace

std::optional<Dtype> Builder::common_dtype(std::span<const Value> values, bool any_integer) {
  std::optional<Dtype> dtype;
  bool known = true;
  for (const Value& value : values) {
    std::optional<Dtype> of_value;
    if (value.is<bool>()) of_value = Dtype::boolean;
    if (value.is_number() && !of_value) continue;
    if (!of_value) of_value = this->dtype(array(value));
    known = known && of_value.has_value();
    if (known) dtype = dtype ? promote(*dtype, *of_value) : *of_value;
  }
  if (!known) return std::nullopt;
  for (const Value& value : values) {
    if (value.is_number() && !value.is<bool>()) dtype = with_weak(dtype, value, any_integer);
  }
  return dtype;
}

Shape Builder::broadcast_shape(std::string_view name, std::span<const Value> values) {
  std::vector<Operand> operands;
  int rank = 0;
  for (std::size_t place = 0; place < values.size(); ++place) {
    std::string called = name_of(values[place]);
    if (called.empty())
      called = values.size() == 2 ? (place == 0 ? "left" : "right") : formatted("argument {}", place + 1);
    const Shape shape = values[place].is_number() ? Shape() : this->shape(array(values[place]));
    operands.push_back({called, shape});
    rank = std::max(rank, shape.rank());
  }
  Mismatch mismatch(name, operands);
  Dims dims(static_cast<std::size_t>(rank), Dim(1));
  std::vector<Mark> from(static_cast<std::size_t>(rank), Mark{-1, -1});
  for (std::size_t place = 0; place < operands.size(); ++place) {
    const Shape& shape = operands[place].shape;
    for (int axis = 0; axis < shape.rank(); ++axis) {
      const auto at = static_cast<std::size_t>(rank - shape.rank() + axis);
      const Mark mark = {static_cast<int>(place), axis};
      if (const auto both = tcalc::broadcast(dims[at], shape[axis])) {
        if (from[at].operand < 0 || dims[at].is(1)) from[at] = mark;
        dims[at] = *both;
      } else {
        mismatch.require_equal(from[at], mark, "Dimensions", "only a 1 is broadcast");
      }
    }
  }
  mismatch.raise_if_any();
  return Shape(std::move(dims));
}

// Of each operand; the common one alone where a number of Python's decides it.
std::vector<Dtype> Builder::dtypes_of(std::span<const Value> operands, Dtype common) {
  std::vector<Dtype> dtypes;
  std::optional<Dtype> strong;
  for (const Value& value : operands) {
    if (value.is_number() && !value.is<bool>()) continue;
    dtypes.push_back(value.is<bool>() ? Dtype::boolean : *dtype(array(value)));
    strong = strong ? promote(*strong, dtypes.back()) : dtypes.back();
  }
  if (strong != common) return {common};
  return dtypes;
}

NodeId Builder::elementwise(std::string_view name, const std::vector<Value>& operands) {
  const ElementFunction* kernel = find_elementwise(name);
  if (kernel == nullptr) throw Error(ErrorKind::internal, "no elementwise function " + std::string(name));
  Shape shape = broadcast_shape(name, operands);
  // Where the result does not have the operands' dtype a Python integer may be out of their range.
  const bool any_integer = is_comparison(name) || name.starts_with("logical_") || name == "divide";
  const auto common = common_dtype(operands, any_integer);
  Elementwise work;
  std::optional<Dtype> result, computed;
  if (common) {
    const ElementwiseLoop* loop = find_loop(*kernel, dtypes_of(operands, *common));
    if (loop == nullptr)
      throw Error(ErrorKind::mismatch, refusal_of(*kernel, *common), std::string(hint_for(name, *common)));
    check_integers(operands, loop->operand, any_integer);
    computed = loop->operand;
    result = loop->result;
    work = {loop->run, std::vector<Dtype>(operands.size(), loop->operand)};
  }
  if (!common && is_truth(*kernel)) result = Dtype::boolean;
  std::vector<NodeId> inputs;
  for (const Value& value : operands) inputs.push_back(operand(value, computed));
  return graph_.add(name, {std::move(shape), result, std::move(work)}, std::move(inputs));
}

NodeId Builder::elementwise(std::string_view name, std::initializer_list<NodeId> operands) {
  std::vector<Value> values;
  for (const NodeId node : operands) values.push_back({ArrayValue{node}});
  return elementwise(name, values);
}

NodeId Builder::where(const Value& condition, const Value& x, const Value& y) {
  const std::array values = {condition, x, y};
  Shape shape = broadcast_shape("where", values);
  const std::array chosen = {x, y};
  const auto dtype = common_dtype(chosen, false);
  if (dtype) check_integers(chosen, *dtype, false);
  std::vector<NodeId> inputs = {operand(condition, Dtype::boolean), operand(x, dtype), operand(y, dtype)};
  Elementwise work;
  if (dtype) work = {selection_of(*dtype), {Dtype::boolean, *dtype, *dtype}};
  return graph_.add("where", {std::move(shape), dtype, std::move(work)}, std::move(inputs));
}

NodeId Builder::converted(NodeId node, Dtype dtype) {
  if (this->dtype(node) == dtype) return node;
  return graph_.add("astype", {shape(node), dtype, Elementwise{nullptr, {dtype}}}, {node});
}

NodeId Builder::reduce(std::string_view name, NodeId node, const std::vector<int>& axes, bool keepdims) {
  const ReductionFunction* kernel = find_reduction(name);
  const auto dtype = this->dtype(node);
  const ReductionLoop* loop = dtype ? find_loop(*kernel, *dtype) : nullptr;
  if (dtype && loop == nullptr)
    throw Error(ErrorKind::mismatch,
                std::string(name) + " is not defined for " + std::string(tcalc::name_of(*dtype)));
  Dims dims;
  const Shape& shape = this->shape(node);
  for (int axis = 0; axis < shape.rank(); ++axis) {
    const bool reduced = std::ranges::find(axes, axis) != axes.end();
    if (reduced && shape[axis].is(0) && loop != nullptr && loop->empty == nullptr)
      throw Error(ErrorKind::mismatch,
                  formatted("{} of no elements: axis {} of shape {} has size 0", name, axis, shape.text()));
    if (!reduced) dims.push_back(shape[axis]);
    if (reduced && keepdims) dims.emplace_back(1);
  }
  const auto result = loop == nullptr ? std::nullopt : std::optional(loop->result);
  return graph_.add(name, {Shape(std::move(dims)), result, Reduction{loop, axes}}, {node});
}

}  // namespace tcalc::expression
