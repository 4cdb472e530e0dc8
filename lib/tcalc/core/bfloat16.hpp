// bfloat16, the upper half of a float, as storage: arithmetic happens in float.
#pragma once

#include <bit>
#include <cstdint>

namespace tcalc {

struct BFloat16 {
  static constexpr int digits = 8;
  static constexpr int shortest_digits = 4;
  static constexpr std::uint16_t infinity = 0x7f80;

  std::uint16_t bits = 0;

  BFloat16() = default;
  explicit BFloat16(float value);  // rounds to nearest, ties to even
  // By way of float, as ml_dtypes and PyTorch do it.
  static BFloat16 from(double value) { return BFloat16(static_cast<float>(value)); }
  explicit operator float() const { return std::bit_cast<float>(std::uint32_t{bits} << 16); }

  // Bitwise: used to store and compare storage, so NaN equals the same NaN.
  friend bool operator==(BFloat16, BFloat16) = default;
};
static_assert(sizeof(BFloat16) == 2);

inline BFloat16::BFloat16(float value) {
  const auto word = std::bit_cast<std::uint32_t>(value);
  const bool is_nan = (word & 0x7fffffffu) > 0x7f800000u;
  // A NaN keeps the top of its payload; one that would vanish stays a NaN.
  const std::uint32_t quiet = (word >> 16 & 0x7fu) == 0 ? 0x40u : 0;
  const std::uint32_t rounded = (word + 0x7fffu + (word >> 16 & 1u)) >> 16;
  bits = static_cast<std::uint16_t>(is_nan ? (word >> 16 | quiet) : rounded);
}

}  // namespace tcalc
