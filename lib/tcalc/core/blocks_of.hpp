// Sizes cut into blocks.
#pragma once

#include <cstdint>

namespace tcalc {

// Blocks that cover `size`, the last of which may be a part of one.
constexpr std::int64_t block_count(std::int64_t size, std::int64_t block) {
  return (size + block - 1) / block;
}

// The next multiple of `unit`.
constexpr std::int64_t rounded_up(std::int64_t size, std::int64_t unit) {
  return block_count(size, unit) * unit;
}

}  // namespace tcalc
