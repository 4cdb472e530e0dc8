// One element from one storage type to another, as NumPy's astype does it.
#pragma once

#include <complex>
#include <cstdint>
#include <limits>
#include <type_traits>

#include <tcalc/core/dtype.hpp>
#include <tcalc/core/traits.hpp>

namespace tcalc {

// A float cut to a whole number of To. Out of range, and for NaN, what NumPy gives on x86-64, element by
// element: the least int32 or int64, narrower and unsigned integers being the low bits of those; uint64 from
// 2^64 on is 0.
template <class To>
To truncated(double value) {
  constexpr double two_63 = 0x1p63;
  if constexpr (sizeof(To) < 4 || std::is_same_v<To, std::int32_t>) {
    constexpr double two_31 = 0x1p31;
    const bool fits = value > -two_31 - 1 && value < two_31;
    return static_cast<To>(fits ? static_cast<std::int32_t>(value)
                                : std::numeric_limits<std::int32_t>::min());
  } else if (std::is_same_v<To, std::uint64_t> && value >= two_63) {
    return value < 2 * two_63 ? static_cast<To>(value) : To{0};
  } else {
    const bool fits = value >= -two_63 && value < two_63;
    return static_cast<To>(fits ? static_cast<std::int64_t>(value)
                                : std::numeric_limits<std::int64_t>::min());
  }
}

// To and From are storage types of a Dtype. Integers wrap, a float is truncated, a complex number loses its
// imaginary part; whatever is not zero is true, NaN too.
template <class To, class From>
To cast(From value) {
  if constexpr (std::is_same_v<From, Boolean>) {
    return cast<To>(static_cast<std::uint8_t>(value.byte != 0 ? 1 : 0));
  } else if constexpr (is_complex<From>) {
    if constexpr (is_complex<To>) {
      using Part = typename To::value_type;
      return {static_cast<Part>(value.real()), static_cast<Part>(value.imag())};
    } else if constexpr (std::is_same_v<To, Boolean>) {
      return {static_cast<std::uint8_t>(value.real() != 0 || value.imag() != 0 ? 1 : 0)};
    } else {
      return cast<To>(value.real());
    }
  } else if constexpr (is_complex<To>) {
    return {cast<typename To::value_type>(value), 0};
  } else if constexpr (NarrowFloat<From>) {
    if constexpr (std::is_same_v<To, From>)
      return value;
    else
      return cast<To>(static_cast<float>(value));
  } else if constexpr (std::is_same_v<To, Boolean>) {
    return {static_cast<std::uint8_t>(value != 0 ? 1 : 0)};
  } else if constexpr (NarrowFloat<To>) {
    // An integer that a float must round is beyond the largest half either way.
    if constexpr (std::is_same_v<From, double>)
      return To::from(value);
    else
      return To(static_cast<float>(value));
  } else if constexpr (std::is_floating_point_v<From> && std::is_integral_v<To>) {
    return truncated<To>(value);
  } else {
    return static_cast<To>(value);
  }
}

}  // namespace tcalc
