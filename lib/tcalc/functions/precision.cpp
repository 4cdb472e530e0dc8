#include <tcalc/functions/precision.hpp>

namespace tcalc::functions {

NodeId as_float(Builder& builder, NodeId x) {
  return may_be_inexact(builder.dtype(x)) ? x : builder.converted(x, Dtype::float64);
}

NodeId computable(Builder& builder, NodeId x) {
  const auto dtype = builder.dtype(x);
  if (!dtype) return x;
  return builder.converted(x, is_inexact(*dtype) ? compute_dtype(*dtype) : Dtype::float64);
}

Value in_dtype_of(Builder& builder, NodeId x, NodeId result) {
  const auto dtype = builder.dtype(x);
  return array_value(dtype && is_inexact(*dtype) ? builder.converted(result, *dtype) : result);
}

}  // namespace tcalc::functions
