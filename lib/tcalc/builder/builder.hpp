// Adds nodes to a graph by NumPy's rules of shapes and dtypes: what all functions are made of.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tcalc/builder/value.hpp>
#include <tcalc/graph/graph.hpp>
#include <tcalc/ops/operation.hpp>

namespace tcalc::expression {

class Builder {
 public:
  // `text` is what the spans of values refer to. `values` computes a node while the expression is bound, for
  // what has as many elements as values say; null where only shapes are asked for. Random fills depend on
  // `seed` and on how many came before.
  Builder(Graph& graph, std::string_view text, std::function<Array(NodeId)> values, std::uint64_t seed)
      : graph_(graph), text_(text), values_(std::move(values)), seed_(seed) {}

  const Shape& shape(NodeId node) const { return graph_[node].shape; }
  int rank(NodeId node) const { return shape(node).rank(); }
  std::optional<Dtype> dtype(NodeId node) const { return graph_[node].dtype; }
  // Nothing where only shapes are computed.
  std::optional<Array> values_of(NodeId node) const {
    return values_ ? std::optional(values_(node)) : std::nullopt;
  }
  std::uint64_t next_seed() { return seed_ + seeds_taken_++; }
  std::uint64_t seeds_taken() const { return seeds_taken_; }

  // A value as an array: a number gets the dtype that NumPy gives it alone, a list becomes an array. Throws
  // LocatedError{usage} for what is none.
  NodeId array(const Value& value);

  // numpy's ufunc `name` of values, with broadcasting and promotion; Python's numbers are weak. Throws
  // LocatedError{mismatch} for shapes that do not broadcast, for a dtype that the function is not defined
  // for, and for a Python integer that does not fit.
  NodeId elementwise(std::string_view name, const std::vector<Value>& operands);
  NodeId elementwise(std::string_view name, std::initializer_list<NodeId> operands);
  // condition ? x : y, with the dtype that x and y promote to.
  NodeId where(const Value& condition, const Value& x, const Value& y);
  NodeId converted(NodeId node, Dtype dtype);
  NodeId constant(Tensor value);
  NodeId number(double value, Dtype dtype);
  NodeId number(std::int64_t value, Dtype dtype);
  // A number whose value depends on the names of dims.
  NodeId unknown_number(Dtype dtype);

  // Along axes, ascending; they stay with extent 1 where keepdims. The operand must have the dtype of a loop
  // of the kernel, or none. Throws Error{mismatch} for nothing to reduce where that has no value.
  NodeId reduce(std::string_view kernel, NodeId node, const std::vector<int>& axes, bool keepdims);

  NodeId view(std::string_view name, NodeId node, Shape shape, ViewChange change);
  NodeId transposed(NodeId node, const std::vector<int>& order);
  // numpy.reshape: a dim of -1 is what is left. Throws Error{mismatch} when the sizes do not agree.
  NodeId reshaped(NodeId node, Dims dims);
  NodeId broadcast(NodeId node, const Shape& shape);
  NodeId expanded(NodeId node, int axis);  // a new axis of size 1, 0 <= axis <= rank
  NodeId squeezed(NodeId node, int axis);  // of size 1
  NodeId routine(std::string_view name, std::vector<NodeId> inputs, Shape shape, std::optional<Dtype> dtype,
                 std::string parameters, decltype(Routine::run) run);
  NodeId contraction(const Operation& operation, const std::vector<Value>& operands,
                     const Arguments& arguments);

  // The text of a value as an error names it.
  std::string name_of(const Value& value) const;
  std::vector<std::string> take_notes() { return std::move(notes_); }

 private:
  NodeId list(const Value& value);
  std::optional<NodeId> literal(const Value& value);
  // The dtype that values are computed in; nothing where one has none.
  std::optional<Dtype> common_dtype(std::span<const Value> values, bool any_integer);
  std::vector<Dtype> dtypes_of(std::span<const Value> operands, Dtype common);
  NodeId operand(const Value& value, std::optional<Dtype> dtype);
  Shape broadcast_shape(std::string_view name, std::span<const Value> values);

  Graph& graph_;
  std::string_view text_;
  std::function<Array(NodeId)> values_;
  std::uint64_t seed_, seeds_taken_ = 0;
  std::vector<std::string> notes_;
};

// 0 <= axis < rank for an axis that may count from the end. Throws Error{mismatch}: "axis 2 is out of range
// for (3, 4)".
int normal_axis(std::int64_t axis, const Shape& shape);

}  // namespace tcalc::expression
