// What expressions can call: one entry each, from which help, completion, "did you mean" and tests follow.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tcalc/functions/arguments.hpp>

namespace tcalc::functions {

struct Function {
  std::string_view signature;  // "sum(x, axis=None, keepdims=False)": its name, and those of its arguments
  std::string_view help;       // one line
  std::string_view example;    // an expression
  std::string_view result;     // what it prints

  // Adds the nodes that compute it. Throws Error or LocatedError{usage, mismatch}.
  Value (*apply)(Builder& builder, const Arguments& arguments, std::string_view name);

  std::string_view name() const { return signature.substr(0, signature.find('(')); }
};

struct Group {
  std::string_view title;  // "reductions"
  std::span<const Function> functions;
};

std::span<const Group> groups();

// By its name or another that NumPy has for it ("amax", "linalg.norm"); null where there is none.
const Function* find_function(std::string_view name);

// Names of functions, without the other ones.
std::vector<std::string> function_names();

std::span<const Function> elementwise_functions();
std::span<const Function> reductions();
std::span<const Function> statistics();
std::span<const Function> along_axis();
std::span<const Function> layouts();
std::span<const Function> networks();
std::span<const Function> contractions();
std::span<const Function> fills();

// x[..., start:stop, ...] along an axis; 0 <= start <= stop <= its size.
NodeId cut(Builder& builder, NodeId x, int axis, const Dim& start, const Dim& stop);

// numpy.take: elements of x at `indices` along an axis.
NodeId take(Builder& builder, NodeId x, NodeId indices, int axis);

inline Value array_value(NodeId node) { return {expression::ArrayValue{node}}; }

}  // namespace tcalc::functions
