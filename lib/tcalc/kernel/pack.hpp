// Copies a block of an operand, however it lies in memory, to where a kernel can stream over it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include <tcalc/plan/plan.hpp>

namespace tcalc {

// Element (i, j) of the block is at data + (rows[i] + columns[j]) * size of its dtype.
struct Block {
  const std::byte* data;
  Dtype dtype;
  bool byte_swapped;
  bool conjugate;
  std::span<const std::int64_t> rows, columns;
};

// How a packed block is cut: slivers of `width` rows, in which `group` neighbours along the columns stand
// together. Element (i, j) goes to out[((i / width * steps + j / group) * width + i % width) * group + j %
// group], steps = columns / group rounded up. What fills up the last sliver and the last group is 0.
struct Slivers {
  std::int64_t width;
  std::int64_t group = 1;
};

// Converts the block to T, a compute type its dtype promotes to: float, double, complex, unsigned integers,
// Truth; or int16, where only the low 16 bits of integers count.
template <class T>
void pack(const Block& block, Slivers slivers, T* out);

// The same, row by row: element (i, j) goes to out[i * columns + j].
template <class T>
void pack_rows(const Block& block, T* out);

// Elements that pack() writes.
std::int64_t packed_size(std::int64_t rows, std::int64_t columns, Slivers slivers);

}  // namespace tcalc
