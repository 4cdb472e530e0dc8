// The public API: tcalc's operations on xtensor expressions.
//
//   xt::xarray<float> c = tcalc::matmul(a, b);
//   xt::xarray<float> d = tcalc::batch_dot(a, b, {.axes = {2, 1}});
//
// Elements are bool, the fixed-width integers, tcalc::Half, tcalc::BFloat16, float, double, and the complex
// ones; mixed types promote as in NumPy. The result is an xt::xarray of the promoted type. A product that is
// not defined throws tcalc::Error{mismatch} and says why.
//
// OpenBLAS is the program's as well as the library's, and its choice of kernels stands; tcalc::tune_blas()
// makes a better one, where there is one, and tcalc::version() says what runs.
#pragma once

#include <array>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <tcalc/core/dtype.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/core/tensor.hpp>
#include <tcalc/expressions.hpp>
#include <tcalc/kernel/tune_blas.hpp>
#include <tcalc/ops/batch_dot.hpp>
#include <tcalc/ops/dot.hpp>
#include <tcalc/ops/einsum.hpp>
#include <tcalc/ops/inner.hpp>
#include <tcalc/ops/kron.hpp>
#include <tcalc/ops/matmul.hpp>
#include <tcalc/ops/matvec.hpp>
#include <tcalc/ops/multi_dot.hpp>
#include <tcalc/ops/outer.hpp>
#include <tcalc/ops/tensordot.hpp>
#include <tcalc/ops/vdot.hpp>
#include <tcalc/ops/vecdot.hpp>
#include <tcalc/ops/vecmat.hpp>
#include <tcalc/version.hpp>
#include <tcalc/xarray.hpp>
#include <tcalc/xtensor_view.hpp>

namespace tcalc {

namespace detail {

// The C++ element type of each Dtype.
template <Dtype dtype>
using ElementOf = std::conditional_t<dtype == Dtype::boolean, bool, Storage<dtype>>;

template <class... E>
constexpr Dtype promoted_dtype() {
  return result_type(std::array{dtype_of<typename E::value_type>()...});
}

// The element type of a product: as asked for, or the promoted one where that is void.
template <class Result, class... E>
using ElementOfProduct =
    typename std::conditional_t<std::is_void_v<Result>, std::type_identity<ElementOf<promoted_dtype<E...>()>>,
                                std::type_identity<Result>>::type;

// The result written to `result`, which has as many elements as it needs. Throws Error{resource} when it
// cannot.
void run(const Contraction& contraction, std::span<const TensorView> operands, Dtype dtype,
         std::byte* result);
void run(const Outcome& outcome, std::span<const TensorView> operands, Dtype dtype, std::byte* result);

// Views an expression that has strides and an address; anything else is evaluated first.
template <class E>
decltype(auto) evaluated(const E& expression) {
  if constexpr (xt::has_data_interface<E>::value && xt::has_strides<E>::value)
    return (expression);
  else
    return xt::xarray<typename E::value_type>(expression);
}

// Named A, B, ... by its place.
Operand operand(std::size_t place, const TensorView& view);

// The result's extents. Throws Error{resource} when it has too many elements.
Extents result_extents(const Contraction& contraction);
Extents result_extents(const Outcome& outcome);

// Applies a rule from std::span<const Operand> to a Contraction or an Outcome, and computes what it says.
template <class Result, class Rule, class... E>
xt::xarray<ElementOfProduct<Result, E...>> product(const Rule& rule,
                                                   const xt::xexpression<E>&... expressions) {
  using Element = ElementOfProduct<Result, E...>;
  constexpr Dtype dtype = dtype_of<Element>();
  static_assert(promote(promoted_dtype<E...>(), dtype) == dtype,
                "the result does not hold the operands' values");
  const std::tuple<decltype(evaluated(expressions.derived_cast()))...> arrays(
      evaluated(expressions.derived_cast())...);
  const auto views = std::apply([](const auto&... array) { return std::array{view_of(array)...}; }, arrays);
  std::vector<Operand> operands;
  operands.reserve(views.size());
  for (const TensorView& view : views) operands.push_back(operand(operands.size(), view));
  const auto work = rule(std::span<const Operand>(operands));
  const Extents extents = result_extents(work);
  auto result = xt::xarray<Element>::from_shape({extents.begin(), extents.end()});
  run(work, views, dtype, reinterpret_cast<std::byte*>(result.data()));
  return result;
}

// The same for a rule of two operands.
template <class Result, class Rule, class A, class B>
auto product_of_two(const Rule& rule, const xt::xexpression<A>& a, const xt::xexpression<B>& b) {
  return product<Result>([&](std::span<const Operand> x) { return rule(x[0], x[1]); }, a, b);
}

}  // namespace detail

// numpy.matmul and tf.matmul; see ops/matmul.hpp. `matmul<std::int32_t>(a, b)` sums int8 operands in int32.
template <class Result = void, class A, class B>
auto matmul(const xt::xexpression<A>& a, const xt::xexpression<B>& b, const MatmulOptions& options = {}) {
  const auto rule = [&](const Operand& x, const Operand& y) { return matmul(x, y, options); };
  return detail::product_of_two<Result>(rule, a, b);
}

// numpy.dot and keras.backend.dot; see ops/dot.hpp.
template <class Result = void, class A, class B>
auto dot(const xt::xexpression<A>& a, const xt::xexpression<B>& b) {
  return detail::product_of_two<Result>([](const Operand& x, const Operand& y) { return dot(x, y); }, a, b);
}

// keras.backend.batch_dot; see ops/batch_dot.hpp.
template <class Result = void, class A, class B>
auto batch_dot(const xt::xexpression<A>& a, const xt::xexpression<B>& b,
               const BatchDotOptions& options = {}) {
  const auto rule = [&](const Operand& x, const Operand& y) { return batch_dot(x, y, options); };
  return detail::product_of_two<Result>(rule, a, b);
}

// numpy.tensordot over the listed axes; see ops/tensordot.hpp.
template <class A, class B>
auto tensordot(const xt::xexpression<A>& a, const xt::xexpression<B>& b, const TensordotOptions& options) {
  const auto rule = [&](const Operand& x, const Operand& y) { return tensordot(x, y, options); };
  return detail::product_of_two<void>(rule, a, b);
}

// numpy.tensordot over the last `count` axes of a and the first of b.
template <class A, class B>
auto tensordot(const xt::xexpression<A>& a, const xt::xexpression<B>& b, std::int64_t count = 2) {
  const auto rule = [&](const Operand& x, const Operand& y) { return tensordot(x, y, count); };
  return detail::product_of_two<void>(rule, a, b);
}

// numpy.inner; see ops/inner.hpp.
template <class A, class B>
auto inner(const xt::xexpression<A>& a, const xt::xexpression<B>& b) {
  return detail::product_of_two<void>([](const Operand& x, const Operand& y) { return inner(x, y); }, a, b);
}

// numpy.outer; see ops/outer.hpp.
template <class A, class B>
auto outer(const xt::xexpression<A>& a, const xt::xexpression<B>& b) {
  return detail::product_of_two<void>([](const Operand& x, const Operand& y) { return outer(x, y); }, a, b);
}

// numpy.vdot; see ops/vdot.hpp.
template <class A, class B>
auto vdot(const xt::xexpression<A>& a, const xt::xexpression<B>& b) {
  return detail::product_of_two<void>([](const Operand& x, const Operand& y) { return vdot(x, y); }, a, b);
}

// numpy.vecdot; see ops/vecdot.hpp.
template <class A, class B>
auto vecdot(const xt::xexpression<A>& a, const xt::xexpression<B>& b, const VecdotOptions& options = {}) {
  const auto rule = [&](const Operand& x, const Operand& y) { return vecdot(x, y, options); };
  return detail::product_of_two<void>(rule, a, b);
}

// numpy.matvec; see ops/matvec.hpp.
template <class A, class B>
auto matvec(const xt::xexpression<A>& a, const xt::xexpression<B>& b) {
  return detail::product_of_two<void>([](const Operand& x, const Operand& y) { return matvec(x, y); }, a, b);
}

// numpy.vecmat; see ops/vecmat.hpp.
template <class A, class B>
auto vecmat(const xt::xexpression<A>& a, const xt::xexpression<B>& b) {
  return detail::product_of_two<void>([](const Operand& x, const Operand& y) { return vecmat(x, y); }, a, b);
}

// numpy.kron; see ops/kron.hpp.
template <class A, class B>
auto kron(const xt::xexpression<A>& a, const xt::xexpression<B>& b) {
  return detail::product_of_two<void>([](const Operand& x, const Operand& y) { return kron(x, y); }, a, b);
}

// numpy.einsum on one expression or more: einsum("bhqd,bhkd->bhqk", q, k); see ops/einsum.hpp.
template <class... E>
auto einsum(const std::string& spec, const xt::xexpression<E>&... expressions) {
  const auto rule = [&](std::span<const Operand> operands) { return einsum(spec, operands); };
  return detail::product<void>(rule, expressions...);
}

// numpy.linalg.multi_dot on two expressions or more; see ops/multi_dot.hpp.
template <class A, class B, class... E>
auto multi_dot(const xt::xexpression<A>& a, const xt::xexpression<B>& b, const xt::xexpression<E>&... more) {
  const auto rule = [](std::span<const Operand> operands) { return multi_dot(operands); };
  return detail::product<void>(rule, a, b, more...);
}

}  // namespace tcalc
