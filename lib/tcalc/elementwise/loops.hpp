// How elementwise functions are written: one generic function of elements, and a loop over a block of them
// for each dtype that it is defined for.
#pragma once

#include <array>
#include <complex>
#include <concepts>
#include <cstddef>
#include <type_traits>
#include <utility>

#include <tcalc/core/cast.hpp>
#include <tcalc/core/dtype.hpp>
#include <tcalc/elementwise/function.hpp>

namespace tcalc::loops {

// What functions compute with: narrow floats in float, bool as bool.
template <class T>
struct ComputeType {
  using type = Arithmetic<T>;
};
template <>
struct ComputeType<Boolean> {
  using type = bool;
};
template <class T>
using Compute = typename ComputeType<T>::type;

template <class T>
concept Integer = std::integral<T> && !std::same_as<T, bool>;
template <class T>
concept Real = std::floating_point<T>;
template <class T>
concept Complex = is_complex<T>;
template <class T>
concept Inexact = Real<T> || Complex<T>;
template <class T>
concept Number = Integer<T> || Inexact<T>;

// How a result is stored that a function gives for elements stored as T.
template <class T, class Result>
struct StoredType {
  using type = Result;
};
template <class T>
struct StoredType<T, bool> {
  using type = Boolean;
};
template <NarrowFloat T>
struct StoredType<T, float> {
  using type = T;
};
// C++ computes with int what is narrower; the result wraps.
template <Integer T>
struct StoredType<T, int> {
  using type = std::conditional_t<(sizeof(T) < sizeof(int)), T, int>;
};

template <class T>
inline Compute<T> to_compute(T value) {
  if constexpr (std::is_same_v<T, Boolean>)
    return value.byte != 0;
  else
    return static_cast<Compute<T>>(value);
}

template <class Stored, class Result>
inline Stored to_stored(Result result) {
  if constexpr (std::is_same_v<Stored, Boolean>)
    return {static_cast<std::uint8_t>(result ? 1 : 0)};
  else
    return static_cast<Stored>(result);
}

// T for each index of a pack.
template <std::size_t, class T>
using ForEach = T;

template <class F, class T, std::size_t... operand>
constexpr bool is_defined(std::index_sequence<operand...>) {
  return std::is_invocable_v<F, ForEach<operand, Compute<T>>...>;
}

template <class F, class T, std::size_t... operand>
void run(const std::byte* const* operands, std::byte* result, std::int64_t count) {
  using Result = std::invoke_result_t<F, ForEach<operand, Compute<T>>...>;
  using Stored = typename StoredType<T, Result>::type;
  const F function;
  const auto typed = std::array{reinterpret_cast<const T*>(operands[operand])...};
  auto* out = reinterpret_cast<Stored*>(result);
  for (std::int64_t i = 0; i < count; ++i)
    out[i] = to_stored<Stored>(function(to_compute(typed[operand][i])...));
}

template <class F, class T, std::size_t... operand>
constexpr ElementwiseLoop loop(std::index_sequence<operand...>) {
  using Result = std::invoke_result_t<F, ForEach<operand, Compute<T>>...>;
  using Stored = typename StoredType<T, Result>::type;
  return {dtype_of<T>(), dtype_of<Stored>(), &run<F, T, operand...>};
}

// The loops of a function of `arity` elements, which is called F: a captureless lambda.
template <std::size_t arity, class F>
constexpr ElementFunction kernel(std::string_view name, F) {
  ElementFunction made = {name, arity, {}};
  visit_all_dtypes([&]<class T>(TypeTag<T>) {
    if constexpr (is_defined<F, T>(std::make_index_sequence<arity>()))
      made.loops[static_cast<std::size_t>(dtype_of<T>())] = loop<F, T>(std::make_index_sequence<arity>());
  });
  return made;
}

}  // namespace tcalc::loops
