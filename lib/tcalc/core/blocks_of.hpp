// Sizes cut into blocks.
#pragma once

#include <cstdint>

namespace tcalc {

// Blocks that cover `size`, the last of which may be a part of one. Most often one is enough, and a division
// takes as long as a small product.
constexpr std::int64_t block_count(std::int64_t size, std::int64_t block) {
  if (size <= block) return size > 0 ? 1 : 0;
  return (size + block - 1) / block;
}

// The next multiple of `unit`.
constexpr std::int64_t rounded_up(std::int64_t size, std::int64_t unit) {
  return block_count(size, unit) * unit;
}

}  // namespace tcalc
