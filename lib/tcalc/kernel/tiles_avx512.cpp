// The tiles for AVX-512 (F, BW, CD, DQ); compiled with those flags.
#include <immintrin.h>

#include <tcalc/kernel/tile_kernels.hpp>

namespace tcalc {

template <class T>
using Vector = xsimd::batch<T, xsimd::avx512bw>;
// A narrower type would be AVX2's, whose inline code tiles_avx2.cpp compiles without AVX-512.
template <class T>
using HalfVector = Vector<T>;

namespace tile {

// xsimd 8 has x * y + sum here, which a compiler fuses in some loops and not in others.
template <>
struct MultiplyAdd<Vector<float>> {
  static Vector<float> run(Vector<float> x, Vector<float> y, Vector<float> sum) {
    return _mm512_fmadd_ps(x, y, sum);
  }
};

template <>
struct MultiplyAdd<Vector<double>> {
  static Vector<double> run(Vector<double> x, Vector<double> y, Vector<double> sum) {
    return _mm512_fmadd_pd(x, y, sum);
  }
};

}  // namespace tile

namespace {

constexpr int pair_rows = 8;
constexpr int pair_columns = 32;

void multiply_pairs(std::int64_t k, const Pair* left, const Pair* right, std::uint32_t* sums,
                    std::int64_t stride) {
  constexpr int width = 16;
  __m512i sum[pair_rows][2];
  for (auto& row : sum) row[0] = row[1] = _mm512_setzero_si512();
  for (std::int64_t p = 0; p < k; ++p) {
    const __m512i first = _mm512_loadu_si512(right);
    const __m512i second = _mm512_loadu_si512(right + width);
    for (int i = 0; i < pair_rows; ++i) {
      int both;
      std::memcpy(&both, left + i, sizeof both);
      const __m512i row = _mm512_set1_epi32(both);
      sum[i][0] = _mm512_add_epi32(sum[i][0], _mm512_madd_epi16(row, first));
      sum[i][1] = _mm512_add_epi32(sum[i][1], _mm512_madd_epi16(row, second));
    }
    left += pair_rows;
    right += pair_columns;
  }
  for (int i = 0; i < pair_rows; ++i) {
    for (int j = 0; j < 2; ++j) {
      std::uint32_t* to = sums + i * stride + j * width;
      _mm512_storeu_si512(to, _mm512_add_epi32(_mm512_loadu_si512(to), sum[i][j]));
    }
  }
}

constexpr int int64_rows = 8;
constexpr int int64_columns = 16;

void multiply_int64(std::int64_t k, const std::uint64_t* left, const std::uint64_t* right,
                    std::uint64_t* sums, std::int64_t stride) {
  constexpr int width = 8;
  __m512i sum[int64_rows][2];
  for (auto& row : sum) row[0] = row[1] = _mm512_setzero_si512();
  for (std::int64_t p = 0; p < k; ++p) {
    const __m512i first = _mm512_loadu_si512(right);
    const __m512i second = _mm512_loadu_si512(right + width);
    for (int i = 0; i < int64_rows; ++i) {
      const __m512i row = _mm512_set1_epi64(static_cast<long long>(left[i]));
      sum[i][0] = _mm512_add_epi64(sum[i][0], _mm512_mullo_epi64(row, first));
      sum[i][1] = _mm512_add_epi64(sum[i][1], _mm512_mullo_epi64(row, second));
    }
    left += int64_rows;
    right += int64_columns;
  }
  for (int i = 0; i < int64_rows; ++i) {
    for (int j = 0; j < 2; ++j) {
      std::uint64_t* to = sums + i * stride + j * width;
      _mm512_storeu_si512(to, _mm512_add_epi64(_mm512_loadu_si512(to), sum[i][j]));
    }
  }
}

void widen_halves(const std::uint16_t* halves, std::int64_t count, float* floats) {
  constexpr std::int64_t width = 16;
  std::int64_t i = 0;
  for (; i + width <= count; i += width) {
    _mm512_storeu_ps(floats + i,
                     _mm512_cvtph_ps(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(halves + i))));
  }
  for (; i < count; ++i) floats[i] = _mm_cvtss_f32(_mm_cvtph_ps(_mm_cvtsi32_si128(halves[i])));
}

}  // namespace

const Tiles avx512_tiles = {
    .float32 = tile::packed_tile<Vector<float>, 8, 2>(),
    .float64 = tile::packed_tile<Vector<double>, 8, 2>(),
    .int32 = tile::packed_tile<Vector<std::uint32_t>, 8, 2>(),
    .int64 = {int64_rows, int64_columns, multiply_int64},
    .pairs = {pair_rows, pair_columns, multiply_pairs},
    .direct_float32 = tile::direct<Vector<float>, HalfVector<float>>,
    .direct_float64 = tile::direct<Vector<double>, HalfVector<double>>,
    .direct_int32 = tile::direct<Vector<std::uint32_t>, HalfVector<std::uint32_t>>,
    .widen_halves = widen_halves,
};

}  // namespace tcalc
