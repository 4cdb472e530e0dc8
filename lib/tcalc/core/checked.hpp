// Size arithmetic that says when it overflows. Every element count, byte count and offset goes through here.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace tcalc {

inline std::optional<std::int64_t> checked_add(std::int64_t a, std::int64_t b) {
  std::int64_t sum = 0;
  if (__builtin_add_overflow(a, b, &sum)) return std::nullopt;
  return sum;
}

// The largest number there is where the sum overflows: for amounts that are only compared with a limit.
inline std::int64_t saturating_add(std::int64_t a, std::int64_t b) {
  return checked_add(a, b).value_or(INT64_MAX);
}

inline std::optional<std::int64_t> checked_multiply(std::int64_t a, std::int64_t b) {
  std::int64_t product = 0;
  if (__builtin_mul_overflow(a, b, &product)) return std::nullopt;
  return product;
}

// The product of all extents, 1 for none. Zeros do not hide an overflow of the others: strides over such a
// shape could not be represented (NumPy refuses it too).
std::optional<std::int64_t> checked_product(std::span<const std::int64_t> extents);

}  // namespace tcalc
