// The innermost loops, compiled once for each instruction set and chosen at run time.
#pragma once

#include <complex>
#include <cstdint>

#include <tcalc/kernel/instruction_set.hpp>

namespace tcalc {

// Two 16-bit integers that are neighbours along k: one multiply-add takes both.
struct Pair {
  std::int16_t even = 0, odd = 0;
};

// Rounded sums are chains over this many steps along k at most, each from zero, whose results are added in
// turn: so do all tiles of floats, whatever the size, and an element's bits do not depend on where in a
// matrix it stands nor on which of them computes it. A longer chain would lose more: its error grows with it.
inline constexpr std::int64_t chain_length = 64;

// A register tile over packed slivers: sums[i * stride + j] += sum over p < k of left[p * rows + i] * right[p
// * columns + j].
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
// `count` such products, each that many elements after the one before.
struct DirectBatch {
  std::int64_t count, left_step, right_step, result_step;
};
template <class T>
using DirectKernel = void (*)(const DirectProduct<T>& first, const DirectBatch& batch);

struct Tiles {
  PackedTile<float> float32;
  PackedTile<double> float64;
  PackedTile<std::complex<float>> complex64;
  PackedTile<std::complex<double>> complex128;
  PackedTile<std::uint32_t> int32;
  PackedTile<std::uint64_t> int64;
  PackedTile<Pair, std::uint32_t> pairs;
  DirectKernel<float> direct_float32 = nullptr;
  DirectKernel<double> direct_float64 = nullptr;
  DirectKernel<std::complex<float>> direct_complex64 = nullptr;
  DirectKernel<std::complex<double>> direct_complex128 = nullptr;
  DirectKernel<std::uint32_t> direct_int32 = nullptr;
  // Half floats, as their bits, to float.
  void (*widen_halves)(const std::uint16_t* halves, std::int64_t count, float* floats) = nullptr;
};

// Those of instruction_set().
const Tiles& tiles();

extern const Tiles baseline_tiles;
extern const Tiles avx2_tiles;
extern const Tiles avx512_tiles;
extern const Tiles neon_tiles;

}  // namespace tcalc
