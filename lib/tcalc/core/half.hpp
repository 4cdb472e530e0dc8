// IEEE 754 binary16 as storage: arithmetic happens in float.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>

namespace tcalc {

struct Half {
  static constexpr int digits = 11;
  static constexpr int shortest_digits = 5;
  static constexpr std::uint16_t infinity = 0x7c00;

  std::uint16_t bits = 0;

  Half() = default;
  explicit Half(float value);  // rounds to nearest, ties to even
  static Half from(double value);
  explicit operator float() const;

  // Bitwise: used to store and compare storage, so NaN equals the same NaN.
  friend bool operator==(Half, Half) = default;
};
static_assert(sizeof(Half) == 2);

inline Half::operator float() const {
  const std::uint32_t sign = static_cast<std::uint32_t>(bits & 0x8000u) << 16;
  const std::uint32_t magnitude = bits & 0x7fffu;
  if (magnitude >= 0x7c00u) return std::bit_cast<float>(sign | 0x7f800000u | (magnitude & 0x3ffu) << 13);
  if (magnitude >= 0x400u) return std::bit_cast<float>(sign | ((magnitude << 13) + 0x38000000u));
  // Subnormal: magnitude * 2^-24 is exact in float.
  const float value = static_cast<float>(magnitude) * 0x1p-24f;
  return sign != 0 ? -value : value;
}

inline Half::Half(float value) {
  const auto word = std::bit_cast<std::uint32_t>(value);
  const std::uint32_t sign = (word >> 16) & 0x8000u;
  const std::uint32_t magnitude = word & 0x7fffffffu;
  std::uint32_t rounded = 0;
  if (magnitude > 0x7f800000u) {
    // Keeps the top of the payload; a payload that would vanish stays a NaN.
    rounded = 0x7c00u | ((magnitude >> 13) & 0x3ffu);
    if (rounded == 0x7c00u) rounded = 0x7c01u;
  } else if (magnitude >= 0x477ff000u) {  // 65520 and above round to infinity
    rounded = 0x7c00u;
  } else if (magnitude >= 0x38800000u) {  // normal in half
    const std::uint32_t exponent_rebased = magnitude - 0x38000000u;
    rounded = (exponent_rebased + 0xfffu + ((exponent_rebased >> 13) & 1u)) >> 13;
  } else {
    // Adding 0.5 leaves the value, in units of 2^-24, in the low bits: the float addition does the rounding.
    const float shifted = std::bit_cast<float>(magnitude) + 0.5f;
    rounded = std::bit_cast<std::uint32_t>(shifted) - 0x3f000000u;
  }
  bits = static_cast<std::uint16_t>(sign | rounded);
}

// Rounds once. By way of the nearest float it would round twice, and 1 + 2^-11 + 2^-40 would end at 1; the
// float on the odd side of an inexact value keeps what the second rounding needs to know.
inline Half Half::from(double value) {
  const float nearest = static_cast<float>(value);
  const auto word = std::bit_cast<std::uint32_t>(nearest);
  const double back = nearest;
  if (back == value || std::isnan(value) || word % 2 == 1) return Half(nearest);
  return Half(std::bit_cast<float>(std::abs(back) > std::abs(value) ? word - 1 : word + 1));
}

}  // namespace tcalc
