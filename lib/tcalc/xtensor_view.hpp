// The elements of an xtensor container or view, as the library sees them.
#pragma once

#include <type_traits>

#include <tcalc/core/tensor.hpp>
#include <tcalc/xarray.hpp>

namespace tcalc::detail {

template <class E>
TensorView view_of(const E& expression) {
  TensorView view;
  view.data = reinterpret_cast<const std::byte*>(expression.data() + expression.data_offset());
  view.dtype = dtype_of<std::remove_cv_t<typename E::value_type>>();
  view.extents.assign(expression.shape().begin(), expression.shape().end());
  view.strides.assign(expression.strides().begin(), expression.strides().end());
  return view;
}

}  // namespace tcalc::detail
