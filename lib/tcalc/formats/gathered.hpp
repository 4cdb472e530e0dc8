// A slice of an array whose elements can be had by blocks alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>

#include <tcalc/core/tensor.hpp>
#include <tcalc/view/slice.hpp>

namespace tcalc::formats {

// Blocks of elements in C order, all of the same number but the last.
struct Blocks {
  std::int64_t elements;  // of each
  std::int64_t all;       // of the array
  // Reads the elements of a block, in the dtype of the result.
  std::function<void(std::int64_t block, std::span<std::byte> elements)> read;
};

// The selected elements. One block at a time is held, and none is read that has none of them; those of a
// block that follow one another cost one reading.
Tensor gathered(Dtype dtype, const Selection& selection, const Blocks& blocks);

}  // namespace tcalc::formats
