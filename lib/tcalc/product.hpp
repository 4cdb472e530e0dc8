// From a rule and xtensor expressions to a computed result: what the functions of tcalc.hpp share.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <tuple>
#include <type_traits>
#include <vector>

#include <tcalc/core/dtype.hpp>
#include <tcalc/core/tensor.hpp>
#include <tcalc/export.hpp>
#include <tcalc/ops/operation.hpp>
#include <tcalc/xarray.hpp>
#include <tcalc/xtensor_view.hpp>

namespace tcalc::detail {
inline namespace v0 {

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
TCALC_EXPORT void run(const Contraction& contraction, std::span<const TensorView> operands, Dtype dtype,
                      std::byte* result);
TCALC_EXPORT void run(const Outcome& outcome, std::span<const TensorView> operands, Dtype dtype,
                      std::byte* result);

// Views an expression that has strides and an address; anything else is evaluated first.
template <class E>
decltype(auto) evaluated(const E& expression) {
  if constexpr (xt::has_data_interface<E>::value && xt::has_strides<E>::value)
    return (expression);
  else
    return xt::xarray<typename E::value_type>(expression);
}

// Named A, B, ... by its place.
TCALC_EXPORT Operand operand(std::size_t place, const TensorView& view);

// The result's extents. Throws Error{resource} when it has too many elements.
TCALC_EXPORT Extents result_extents(const Contraction& contraction);
TCALC_EXPORT Extents result_extents(const Outcome& outcome);

// Applies a rule from std::span<const Operand> to a Contraction or an Outcome, and hands on what it says and
// the operands' views.
template <class Rule, class Use, class... E>
void on_views(const Rule& rule, const Use& use, const xt::xexpression<E>&... expressions) {
  const std::tuple<decltype(evaluated(expressions.derived_cast()))...> arrays(
      evaluated(expressions.derived_cast())...);
  const auto views = std::apply([](const auto&... array) { return std::array{view_of(array)...}; }, arrays);
  std::array<Operand, sizeof...(E)> operands;
  for (std::size_t place = 0; place < operands.size(); ++place)
    operands[place] = operand(place, views[place]);
  use(rule(std::span<const Operand>(operands)), std::span<const TensorView>(views));
}

// The result of a rule in a new array.
template <class Result, class Rule, class... E>
xt::xarray<ElementOfProduct<Result, E...>> product(const Rule& rule,
                                                   const xt::xexpression<E>&... expressions) {
  using Element = ElementOfProduct<Result, E...>;
  constexpr Dtype dtype = dtype_of<Element>();
  static_assert(promote(promoted_dtype<E...>(), dtype) == dtype,
                "the result does not hold the operands' values");
  xt::xarray<Element> result;
  const auto compute = [&](const auto& work, std::span<const TensorView> views) {
    const Extents extents = result_extents(work);
    result = xt::xarray<Element>::from_shape({extents.begin(), extents.end()});
    run(work, views, dtype, reinterpret_cast<std::byte*>(result.data()));
  };
  on_views(rule, compute, expressions...);
  return result;
}

// A rule of two operands as one of a span.
template <class Rule>
auto of_two(const Rule& rule) {
  return [&rule](std::span<const Operand> x) { return rule(x[0], x[1]); };
}

}  // namespace v0
}  // namespace tcalc::detail
