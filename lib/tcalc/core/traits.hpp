// What is known of the type that stores an element: how wide its arithmetic is, how many digits it keeps,
// what is not a number. Code that asks these instead of naming types takes a new dtype as it is.
#pragma once

#include <cmath>
#include <complex>
#include <concepts>
#include <cstdint>
#include <limits>
#include <type_traits>

namespace tcalc {

template <class T>
inline constexpr bool is_complex = false;
template <class T>
inline constexpr bool is_complex<std::complex<T>> = true;

// A float that is stored only, in fewer bits than `float`, in which its arithmetic happens: its sign in the
// top bit, then exponent and fraction. It converts from and to float, and says
//   digits             bits of the significand, the hidden one too: from 1 on, neighbours are 2^(1 - digits)
//   apart
//   shortest_digits    decimal digits that tell any two of them apart
//   infinity           its bits; of a type without one those of its largest number
//   from(double)       the nearest
template <class T>
concept NarrowFloat = requires(T value, float wide, double number) {
  { value.bits } -> std::convertible_to<std::uint32_t>;
  { T::digits } -> std::convertible_to<int>;
  { T::shortest_digits } -> std::convertible_to<int>;
  { T::infinity } -> std::convertible_to<std::uint32_t>;
  { static_cast<float>(value) } -> std::same_as<float>;
  { T(wide) } -> std::same_as<T>;
  { T::from(number) } -> std::same_as<T>;
};

// An element of a dtype of kind `floating`.
template <class T>
concept RealElement = std::floating_point<T> || NarrowFloat<T>;

namespace detail {
template <class T>
struct PartOf {
  using type = T;
};
template <class T>
struct PartOf<std::complex<T>> {
  using type = T;
};
}  // namespace detail

// A part of a complex number; any other type is itself.
template <class T>
using Part = typename detail::PartOf<T>::type;

// The type that arithmetic on elements happens in: float for what is narrower, else their own.
template <class T>
using Arithmetic = std::conditional_t<NarrowFloat<T>, float, T>;

// Bits of the significand of a real element, or of a part of a complex one.
template <class T>
constexpr int significant_bits() {
  if constexpr (NarrowFloat<T>)
    return T::digits;
  else
    return std::numeric_limits<Part<T>>::digits;
}

// Exact: float64 holds every real dtype's numbers.
template <RealElement T>
double as_double(T value) {
  return static_cast<Arithmetic<T>>(value);
}
template <class T>
std::complex<double> as_double(std::complex<T> value) {
  return {value.real(), value.imag()};
}

}  // namespace tcalc
