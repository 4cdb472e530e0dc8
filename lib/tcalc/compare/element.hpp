// Two elements: whether they are equal, and how far apart they are. Without branches where arrays are
// compared in bulk, so that compilers vectorise the loops.
#pragma once

#include <bit>
#include <cmath>
#include <complex>
#include <cstdint>
#include <limits>
#include <tuple>
#include <type_traits>
#include <utility>

#include <tcalc/compare/tolerance.hpp>
#include <tcalc/core/cast.hpp>

namespace tcalc {

template <class T>
inline constexpr bool is_whole =
    std::is_integral_v<T> || std::is_same_v<T, Boolean> || std::is_same_v<T, unsigned __int128>;

inline __int128 as_integer(Boolean value) { return value.byte != 0 ? 1 : 0; }
template <class T>
requires std::is_integral_v<T>
__int128 as_integer(T value) { return value; }

template <class T>
bool is_nan(T value) {
  if constexpr (is_whole<T>)
    return false;
  else if constexpr (is_complex<T>)
    return std::isnan(value.real()) || std::isnan(value.imag());
  else
    return std::isnan(as_double(value));
}

// Equal in value: dtypes are the same, or both are integers.
template <class Left, class Right>
bool has_same_value(Left left, Right right) {
  if constexpr (NarrowFloat<Left>) {
    constexpr unsigned magnitude = (1u << (8 * sizeof(Left) - 1)) - 1;
    const bool same = (left.bits == right.bits) & ((left.bits & magnitude) <= Left::infinity);
    return same | (((left.bits | right.bits) & magnitude) == 0);
  } else if constexpr (is_complex<Left>) {
    const bool real = left.real() == right.real(), imaginary = left.imag() == right.imag();
    return real & imaginary;
  } else if constexpr (std::is_same_v<Left, Right>) {
    return left == right;
  } else {
    return std::cmp_equal(left, right);
  }
}

// |left - right|: exact of integers; of the others in float64, NaN where that is not defined.
template <class Left, class Right>
auto absolute_difference(Left left, Right right) {
  if constexpr (is_whole<Left>) {
    const __int128 difference = as_integer(left) - as_integer(right);
    return static_cast<unsigned __int128>(difference < 0 ? -difference : difference);
  } else {
    return std::abs(as_double(left) - as_double(right));
  }
}

template <class Left, class Right>
using Distance = decltype(absolute_difference(Left{}, Right{}));

// |left - right| / |right|; infinite where only right is 0.
template <class Left, class Right>
double relative_difference(Left left, Right right) {
  const auto difference = static_cast<double>(absolute_difference(left, right));
  if constexpr (is_whole<Right>)
    return difference / std::abs(static_cast<double>(as_integer(right)));
  else
    return difference / std::abs(as_double(right));
}

// The place of a float among all of its type, the zeros being one: neighbours are 1 apart.
template <class T>
std::int64_t ordinal(T value) {
  // Of 1, 2, 4 or 8 bytes.
  using Bits = std::tuple_element_t<std::bit_width(sizeof(T)) - 1,
                                    std::tuple<std::int8_t, std::int16_t, std::int32_t, std::int64_t>>;
  const auto bits = std::bit_cast<Bits>(value);
  const std::int64_t magnitude = bits & std::numeric_limits<Bits>::max();
  return bits < 0 ? -magnitude : magnitude;
}

// Both finite and at most `ulps` apart.
template <class T>
bool is_within_ulps(T left, T right, std::int64_t ulps) {
  if constexpr (is_complex<T>) {
    const auto close = [ulps](auto x, auto y) { return x == y || is_within_ulps(x, y, ulps); };
    return close(left.real(), right.real()) && close(left.imag(), right.imag());
  } else if constexpr (is_whole<T>) {
    return false;
  } else {
    if (!std::isfinite(as_double(left)) || !std::isfinite(as_double(right))) return false;
    return absolute_difference(ordinal(left), ordinal(right)) <= static_cast<unsigned __int128>(ulps);
  }
}

template <class Left, class Right>
bool is_within(Left left, Right right, const Tolerance& tolerance) {
  if constexpr (is_whole<Left>) {
    const double bound =
        tolerance.absolute + tolerance.relative * std::abs(static_cast<double>(as_integer(right)));
    return static_cast<long double>(absolute_difference(left, right)) <= bound;
  } else if constexpr (is_complex<Left>) {
    const auto finite = [](auto value) { return std::isfinite(value.real()) && std::isfinite(value.imag()); };
    return finite(left) && finite(right) &&
           absolute_difference(left, right) <=
               tolerance.absolute + tolerance.relative * std::abs(as_double(right));
  } else {
    constexpr double most = std::numeric_limits<double>::max();
    const double x = as_double(left), y = as_double(right);
    const bool left_is_finite = std::abs(x) <= most, right_is_finite = std::abs(y) <= most;
    const bool near = std::abs(x - y) <= tolerance.absolute + tolerance.relative * std::abs(y);
    return left_is_finite & right_is_finite & near;
  }
}

template <class Left, class Right>
bool is_equal(Left left, Right right, const Tolerance& tolerance) {
  bool close = false;
  if constexpr (std::is_same_v<Left, Right>)
    close = tolerance.ulps && is_within_ulps(left, right, *tolerance.ulps);
  return has_same_value(left, right) || close || (tolerance.equal_nan && is_nan(left) && is_nan(right)) ||
         is_within(left, right, tolerance);
}

}  // namespace tcalc
