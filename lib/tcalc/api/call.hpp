// From xtensor expressions to a call of the library, and to its result: what the functions of tcalc.hpp
// share.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include <tcalc/api/array_ref.hpp>
#include <tcalc/api/calls.hpp>
#include <tcalc/api/describe.hpp>
#include <tcalc/out.hpp>

namespace tcalc::api {

// The C++ element type of each Dtype.
template <Dtype dtype>
using ElementOf = std::conditional_t<dtype == Dtype::boolean, bool, Storage<dtype>>;

template <class... E>
constexpr Dtype promoted_dtype() {
  return result_type(std::array{dtype_of<typename E::value_type>()...});
}

// The element type of a result: as asked for, or the promoted one where that is void.
template <class Result, class... E>
using ResultElement =
    typename std::conditional_t<std::is_void_v<Result>, std::type_identity<ElementOf<promoted_dtype<E...>()>>,
                                std::type_identity<Result>>::type;

// Describes the operands, and calls call(std::span<const ArrayRef>, destination).
template <class Call, class... E>
void with_operands(const Call& call, const Destination& destination, const xt::xexpression<E>&... operands) {
  [&](auto&&... described) {
    const std::array refs = {described.ref()...};
    call(std::span<const ArrayRef>(refs), destination);
  }(Described<E>(operands.derived_cast())...);
}
template <class Call, class E>
void with_operands(const Call& call, const Destination& destination, std::span<const E> operands) {
  std::vector<Described<E>> described;
  described.reserve(operands.size());
  for (const E& operand : operands) described.emplace_back(operand);
  std::vector<ArrayRef> refs;
  for (Described<E>& operand : described) refs.push_back(operand.ref());
  call(std::span<const ArrayRef>(refs), destination);
}

// An array that takes no memory yet, as a 0-D one would.
template <class Array>
Array without_elements() {
  typename Array::shape_type shape{};
  if constexpr (requires { shape.resize(1); }) shape.resize(1);
  std::fill(shape.begin(), shape.end(), 0);
  return Array(shape);
}

// The result in a new array.
template <class Element, int rank, class Call, class... Operands>
ArrayOf<Element, rank> new_result(const Call& call, const Operands&... operands) {
  ArrayOf<Element, rank> result = without_elements<ArrayOf<Element, rank>>();
  with_operands(call, Target(result).made(), operands...);
  return result;
}

// The result in a target that is there.
template <class C, class Call, class... Operands>
void write_to(Out<C>& to, const Call& call, const Operands&... operands) {
  auto& array = to.target();
  using Array = std::remove_reference_t<decltype(array)>;
  if constexpr (is_in_memory<Array>) {
    with_operands(call, Target(array).there(to.accumulates()), operands...);
  } else {
    const auto result = new_result<typename Array::value_type, dynamic_rank>(call, operands...);
    const std::vector<std::int64_t> target(array.shape().begin(), array.shape().end());
    const std::vector<std::int64_t> extents(result.shape().begin(), result.shape().end());
    require_shape({nullptr, target.size(), target.data(), nullptr}, extents);
    if (to.accumulates())
      array += result;
    else
      array = result;
  }
}

// Both of operands whose number is known when the program is compiled.
template <class Result, int rank, class Call, class... E>
auto product(const Call& call, const xt::xexpression<E>&... operands) {
  using Element = ResultElement<Result, E...>;
  static_assert(promote(promoted_dtype<E...>(), dtype_of<Element>()) == dtype_of<Element>(),
                "the result does not hold the operands' values");
  return new_result<Element, rank>(call, operands...);
}
template <class C, class Call, class... E>
void product_to(Out<C>& to, const Call& call, const xt::xexpression<E>&... operands) {
  constexpr Dtype dtype = dtype_of<typename std::decay_t<C>::value_type>();
  static_assert(promote(promoted_dtype<E...>(), dtype) == dtype,
                "the target does not hold the operands' values");
  write_to(to, call, operands...);
}

// And of any number of operands of one type.
template <class List>
concept ListOfOperands = requires(const List& list) {
  std::span(list);
  typename decltype(std::span(list))::value_type::shape_type;
};
template <class Call, class E>
auto product(const Call& call, std::span<const E> operands) {
  return new_result<ResultElement<void, E>, dynamic_rank>(call, operands);
}
template <class C, class Call, class E>
void product_to(Out<C>& to, const Call& call, std::span<const E> operands) {
  constexpr Dtype dtype = dtype_of<typename std::decay_t<C>::value_type>();
  static_assert(promote(promoted_dtype<E>(), dtype) == dtype,
                "the target does not hold the operands' values");
  write_to(to, call, operands);
}

// Ranks of results: dynamic where an operand's is.
template <class A, class B>
constexpr bool ranks_are_known = rank_of<A>() != dynamic_rank&& rank_of<B>() != dynamic_rank;

// numpy.matmul, with ranks of 1 at least.
template <class A, class B>
constexpr int rank_of_matmul() {
  if constexpr (!ranks_are_known<A, B>) return dynamic_rank;
  const int a = rank_of<A>(), b = rank_of<B>();
  if (a == 0 || b == 0) return dynamic_rank;  // refused when it is called
  if (a == 1 || b == 1) return a + b - 2;
  return std::max(a, b);
}

// numpy.dot and numpy.inner: an axis of each is contracted, but for a scalar.
template <class A, class B>
constexpr int rank_of_dot() {
  if constexpr (!ranks_are_known<A, B>) return dynamic_rank;
  const int a = rank_of<A>(), b = rank_of<B>();
  return a == 0 || b == 0 ? a + b : a + b - 2;
}

template <class A, class B>
constexpr int rank_of_kron() {
  if constexpr (!ranks_are_known<A, B>) return dynamic_rank;
  return std::max(rank_of<A>(), rank_of<B>());
}

// numpy.vecdot, matvec and vecmat contract one axis of each; what is left broadcasts: `kept` of a, and of b.
template <class A, class B>
constexpr int rank_of_stack(int columns_a, int columns_b) {
  if constexpr (!ranks_are_known<A, B>) return dynamic_rank;
  const int a = rank_of<A>() - columns_a, b = rank_of<B>() - columns_b;
  if (a < 0 || b < 0) return dynamic_rank;
  return std::max(a, b) + (columns_a + columns_b - 2);
}

}  // namespace tcalc::api
