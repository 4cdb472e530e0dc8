// The innermost loops, compiled once for each instruction set and chosen at run time.
#pragma once

#include <cstdint>

#include <tcalc/kernel/instruction_set.hpp>

namespace tcalc {

// Two 16-bit integers that are neighbours along k: one multiply-add takes both.
struct Pair {
  std::int16_t even = 0, odd = 0;
};

// A register tile over packed slivers: sums[i * stride + j] += sum over p < k of left[p * rows + i] * right[p
// * columns + j]. Each sum is one chain over p, so its bits do not depend on where in a matrix it stands.
template <class T, class Sum = T>
struct PackedTile {
  int rows = 0, columns = 0;
  void (*multiply)(std::int64_t k, const T* left, const T* right, Sum* sums, std::int64_t stride) = nullptr;
};

// One product read and written where it is. Strides are in elements; the columns of right and result are next
// to one another.
template <class T>
struct DirectProduct {
  std::int64_t m, n, k;
  const T* left = nullptr;
  std::int64_t left_row, left_k;
  const T* right = nullptr;
  std::int64_t right_k;
  T* result = nullptr;
  std::int64_t result_row;
};
template <class T>
using DirectKernel = void (*)(const DirectProduct<T>& product);

struct Tiles {
  PackedTile<float> float32;
  PackedTile<double> float64;
  PackedTile<std::uint32_t> int32;
  PackedTile<std::uint64_t> int64;
  PackedTile<Pair, std::uint32_t> pairs;
  DirectKernel<float> direct_float32 = nullptr;
  DirectKernel<double> direct_float64 = nullptr;
  DirectKernel<std::uint32_t> direct_int32 = nullptr;
  // Half floats, as their bits, to float.
  void (*widen_halves)(const std::uint16_t* halves, std::int64_t count, float* floats) = nullptr;
};

// Those of instruction_set().
const Tiles& tiles();

extern const Tiles baseline_tiles;
extern const Tiles avx2_tiles;
extern const Tiles avx512_tiles;

}  // namespace tcalc
