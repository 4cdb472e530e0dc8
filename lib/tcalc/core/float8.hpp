// The two formats of eight bits that hardware has (Micikevicius et al., "FP8 formats for deep learning",
// arXiv 2209.05433), as storage: nothing is computed in them, but in float.
#pragma once

#include <bit>
#include <cstdint>

namespace tcalc {

// E4M3 gives up its infinities for one more power of two: what is too large is NaN, as in ml_dtypes and
// PyTorch.
template <int exponent_bits, bool has_infinity>
struct Float8 {
  static constexpr int fraction_bits = 7 - exponent_bits;
  static constexpr int digits = fraction_bits + 1;
  static constexpr int shortest_digits = fraction_bits == 3 ? 3 : 2;
  // Where there is none, the largest number.
  static constexpr std::uint8_t infinity = has_infinity ? 0x7c : 0x7e;

  std::uint8_t bits = 0;

  Float8() = default;
  explicit Float8(float value);  // rounds to nearest, ties to even
  // By way of float, as ml_dtypes and PyTorch do it.
  static Float8 from(double value) { return Float8(static_cast<float>(value)); }
  explicit operator float() const;

  // Bitwise: used to store and compare storage, so NaN equals the same NaN.
  friend bool operator==(Float8, Float8) = default;

 private:
  static constexpr int bias = (1 << (exponent_bits - 1)) - 1;
  static constexpr int least_exponent = 1 - bias - fraction_bits;  // of the smallest number, a power of two
  static constexpr int shift = 23 - fraction_bits;
  static constexpr std::uint32_t rebase = static_cast<std::uint32_t>(127 - bias) << 23;
  static constexpr std::uint8_t nan = has_infinity ? 0x7e : 0x7f;
  static constexpr std::uint8_t too_large = has_infinity ? infinity : nan;

  static constexpr float power_of_two(int exponent) {
    return std::bit_cast<float>(static_cast<std::uint32_t>(exponent + 127) << 23);
  }
};

using Float8E4M3 = Float8<4, false>;
using Float8E5M2 = Float8<5, true>;
static_assert(sizeof(Float8E4M3) == 1 && sizeof(Float8E5M2) == 1);

template <int exponent_bits, bool has_infinity>
inline Float8<exponent_bits, has_infinity>::operator float() const {
  const std::uint32_t sign = static_cast<std::uint32_t>(bits & 0x80u) << 24;
  const std::uint32_t magnitude = bits & 0x7fu;
  if (!has_infinity && magnitude == nan) return std::bit_cast<float>(sign | 0x7fc00000u);
  if (has_infinity && magnitude >= infinity)
    return std::bit_cast<float>(sign | 0x7f800000u | (magnitude << shift & 0x7fffffu));
  if (magnitude >= 1u << fraction_bits) return std::bit_cast<float>(sign | ((magnitude << shift) + rebase));
  const float value = static_cast<float>(magnitude) * power_of_two(least_exponent);
  return sign != 0 ? -value : value;
}

template <int exponent_bits, bool has_infinity>
inline Float8<exponent_bits, has_infinity>::Float8(float value) {
  const auto word = std::bit_cast<std::uint32_t>(value);
  const std::uint32_t sign = word >> 24 & 0x80u;
  const std::uint32_t magnitude = word & 0x7fffffffu;
  std::uint32_t rounded = 0;
  if (magnitude > 0x7f800000u) {
    rounded = nan;
  } else if (magnitude >= std::bit_cast<std::uint32_t>(power_of_two(1 - bias))) {
    const std::uint32_t rebased = magnitude - rebase;
    rounded = (rebased + (1u << (shift - 1)) - 1 + (rebased >> shift & 1u)) >> shift;
    if (rounded > infinity) rounded = too_large;
  } else {
    // The float addition rounds to the units of the smallest number, which end in the low bits.
    const float units = power_of_two(23 + least_exponent);
    rounded = std::bit_cast<std::uint32_t>(std::bit_cast<float>(magnitude) + units) -
              std::bit_cast<std::uint32_t>(units);
  }
  bits = static_cast<std::uint8_t>(sign | rounded);
}

}  // namespace tcalc
