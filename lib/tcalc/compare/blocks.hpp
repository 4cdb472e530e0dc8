// An array as blocks of contiguous elements, in one of two arrays' common order of axes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include <tcalc/core/gather.hpp>
#include <tcalc/core/tensor.hpp>

namespace tcalc {

// Elements of a block: of the widest dtype 64 KiB, two of them within a second-level cache.
inline constexpr std::int64_t compared_elements = 4096;

// The axes of an array from the slowest in memory to the fastest.
std::vector<std::size_t> memory_order(const TensorView& view);

// Hands out the elements in C order as contiguous ones of `dtype` in native byte order: in place where they
// are so already, else in a buffer.
class ComparedBlocks {
 public:
  ComparedBlocks(const TensorView& view, Dtype dtype);

  // The next `count` elements, compared_elements at most, in any alignment; valid until the next call.
  const std::byte* next(std::int64_t count);

 private:
  Dtype stored_, dtype_;
  const std::byte* in_place_ = nullptr;
  std::optional<Gather> gather_;
  std::vector<std::byte> gathered_;
  Tensor converted_;
};

}  // namespace tcalc
