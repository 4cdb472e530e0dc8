// The public API: tcalc's operations on xtensor expressions.
//
//   xt::xarray<float> c = tcalc::matmul(a, b);
//   xt::xarray<float> d = tcalc::batch_dot(a, b, {.axes = {2, 1}});
//
// Elements are bool, the fixed-width integers, tcalc::Half, float, double, and the complex ones; two types
// promote as in NumPy. The result is an xt::xarray of the promoted type. A product that is not defined throws
// tcalc::Error{mismatch} and says why.
#pragma once

#include <complex>
#include <cstddef>
#include <cstdint>
#include <tuple>
#include <type_traits>
#include <utility>

#if __has_include(<xtensor/containers/xarray.hpp>)
#include <xtensor/containers/xarray.hpp>
#else
#include <xtensor/xarray.hpp>
#endif

#include <tcalc/core/dtype.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/core/tensor.hpp>
#include <tcalc/ops/batch_dot.hpp>
#include <tcalc/ops/dot.hpp>
#include <tcalc/ops/matmul.hpp>
#include <tcalc/ops/tensordot.hpp>

namespace tcalc {

namespace detail {

// The C++ element type of each Dtype, in the order of the enumeration.
template <Dtype dtype>
using ElementOf = std::tuple_element_t<
    static_cast<std::size_t>(dtype),
    std::tuple<bool, std::int8_t, std::int16_t, std::int32_t, std::int64_t, std::uint8_t, std::uint16_t,
               std::uint32_t, std::uint64_t, Half, float, double, std::complex<float>, std::complex<double>>>;

template <class A, class B>
using Promoted = ElementOf<promote(dtype_of<typename A::value_type>(), dtype_of<typename B::value_type>())>;

// The contraction's result written to `result`, which has as many elements as it needs. Throws
// Error{resource} when it cannot.
void run(const Contraction& contraction, const TensorView& a, const TensorView& b, std::byte* result);

// Views an expression that has strides and an address; anything else is evaluated first.
template <class E>
decltype(auto) evaluated(const E& expression) {
  if constexpr (xt::has_data_interface<E>::value && xt::has_strides<E>::value)
    return (expression);
  else
    return xt::xarray<typename E::value_type>(expression);
}

template <class E>
TensorView view_of(const E& expression) {
  TensorView view;
  view.data = reinterpret_cast<const std::byte*>(expression.data() + expression.data_offset());
  view.dtype = dtype_of<std::remove_cv_t<typename E::value_type>>();
  view.extents.assign(expression.shape().begin(), expression.shape().end());
  view.strides.assign(expression.strides().begin(), expression.strides().end());
  return view;
}

Operand operand(const char* name, const TensorView& view);

// The result's extents. Throws Error{resource} when it has too many elements.
Extents result_extents(const Contraction& contraction);

// Applies a rule, Contraction(const Operand&, const Operand&), and computes what it says.
template <class A, class B, class Rule>
xt::xarray<Promoted<A, B>> product(const xt::xexpression<A>& a, const xt::xexpression<B>& b,
                                   const Rule& rule) {
  const auto& left = evaluated(a.derived_cast());
  const auto& right = evaluated(b.derived_cast());
  const TensorView view_a = view_of(left);
  const TensorView view_b = view_of(right);
  const Contraction contraction = rule(operand("A", view_a), operand("B", view_b));
  const Extents extents = result_extents(contraction);
  auto result = xt::xarray<Promoted<A, B>>::from_shape({extents.begin(), extents.end()});
  run(contraction, view_a, view_b, reinterpret_cast<std::byte*>(result.data()));
  return result;
}

}  // namespace detail

// numpy.matmul and tf.matmul; see ops/matmul.hpp.
template <class A, class B>
auto matmul(const xt::xexpression<A>& a, const xt::xexpression<B>& b, const MatmulOptions& options = {}) {
  return detail::product(a, b, [&](const Operand& x, const Operand& y) { return matmul(x, y, options); });
}

// numpy.dot and keras.backend.dot; see ops/dot.hpp.
template <class A, class B>
auto dot(const xt::xexpression<A>& a, const xt::xexpression<B>& b) {
  return detail::product(a, b, [](const Operand& x, const Operand& y) { return dot(x, y); });
}

// keras.backend.batch_dot; see ops/batch_dot.hpp.
template <class A, class B>
auto batch_dot(const xt::xexpression<A>& a, const xt::xexpression<B>& b,
               const BatchDotOptions& options = {}) {
  return detail::product(a, b, [&](const Operand& x, const Operand& y) { return batch_dot(x, y, options); });
}

// numpy.tensordot over the listed axes; see ops/tensordot.hpp.
template <class A, class B>
auto tensordot(const xt::xexpression<A>& a, const xt::xexpression<B>& b, const TensordotOptions& options) {
  return detail::product(a, b, [&](const Operand& x, const Operand& y) { return tensordot(x, y, options); });
}

// numpy.tensordot over the last `count` axes of a and the first of b.
template <class A, class B>
auto tensordot(const xt::xexpression<A>& a, const xt::xexpression<B>& b, std::int64_t count = 2) {
  return detail::product(a, b, [&](const Operand& x, const Operand& y) { return tensordot(x, y, count); });
}

}  // namespace tcalc
