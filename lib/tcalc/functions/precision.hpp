// In which dtype a function computes, and in which it gives its result.
#pragma once

#include <optional>

#include <tcalc/functions/function.hpp>

namespace tcalc::functions {

// Whether it is, or is not known.
inline bool may_be_inexact(std::optional<Dtype> dtype) { return !dtype || is_inexact(*dtype); }

// Integers become float64.
NodeId as_float(Builder& builder, NodeId x);

// Integers become float64, narrow floats are computed in float32.
NodeId computable(Builder& builder, NodeId x);

// The result of what was computed of x: in x's dtype where that is inexact, else as it is.
Value in_dtype_of(Builder& builder, NodeId x, NodeId result);

}  // namespace tcalc::functions
