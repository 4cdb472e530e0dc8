// The tiles for AVX2 with FMA and F16C; compiled with those flags.
#include <immintrin.h>

#include <tcalc/kernel/tile/kernels.hpp>

namespace tcalc {

namespace {

// The narrower vectors of 16 bytes have the same instructions.
struct Avx2 {
  static constexpr int registers = 16;
  static constexpr int widest = 32;
  static constexpr bool masks = false;

  template <class V>
  static V multiply_add(V x, V y, V sum) {
    return x * y + sum;
  }
  static __m256 multiply_add(__m256 x, __m256 y, __m256 sum) { return _mm256_fmadd_ps(x, y, sum); }
  static __m256d multiply_add(__m256d x, __m256d y, __m256d sum) { return _mm256_fmadd_pd(x, y, sum); }
  static __m128 multiply_add(__m128 x, __m128 y, __m128 sum) { return _mm_fmadd_ps(x, y, sum); }
  static __m128d multiply_add(__m128d x, __m128d y, __m128d sum) { return _mm_fmadd_pd(x, y, sum); }
};

constexpr int pair_rows = 6;
constexpr int pair_columns = 16;

void multiply_pairs(std::int64_t k, const Pair* left, const Pair* right, std::uint32_t* sums,
                    std::int64_t stride) {
  constexpr int width = 8;
  __m256i sum[pair_rows][2];
  for (auto& row : sum) row[0] = row[1] = _mm256_setzero_si256();
  for (std::int64_t p = 0; p < k; ++p) {
    const __m256i first = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(right));
    const __m256i second = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(right + width));
    for (int i = 0; i < pair_rows; ++i) {
      int both;
      std::memcpy(&both, left + i, sizeof both);
      const __m256i row = _mm256_set1_epi32(both);
      sum[i][0] = _mm256_add_epi32(sum[i][0], _mm256_madd_epi16(row, first));
      sum[i][1] = _mm256_add_epi32(sum[i][1], _mm256_madd_epi16(row, second));
    }
    left += pair_rows;
    right += pair_columns;
  }
  for (int i = 0; i < pair_rows; ++i) {
    for (int j = 0; j < 2; ++j) {
      auto* to = reinterpret_cast<__m256i*>(sums + i * stride + j * width);
      _mm256_storeu_si256(to, _mm256_add_epi32(_mm256_loadu_si256(to), sum[i][j]));
    }
  }
}

constexpr int int64_rows = 4;
constexpr int int64_columns = 4;

// There is no 64-bit multiplication: low halves give 64 bits, the cross products 32 each, which are summed
// apart and meet at the end.
void multiply_int64(std::int64_t k, const std::uint64_t* left, const std::uint64_t* right,
                    std::uint64_t* sums, std::int64_t stride) {
  __m256i low[int64_rows], cross[int64_rows];
  for (int i = 0; i < int64_rows; ++i) low[i] = cross[i] = _mm256_setzero_si256();
  for (std::int64_t p = 0; p < k; ++p) {
    const __m256i column = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(right));
    const __m256i exchanged = _mm256_shuffle_epi32(column, 0xb1);
    for (int i = 0; i < int64_rows; ++i) {
      const __m256i row = _mm256_set1_epi64x(static_cast<long long>(left[i]));
      low[i] = _mm256_add_epi64(low[i], _mm256_mul_epu32(row, column));
      cross[i] = _mm256_add_epi32(cross[i], _mm256_mullo_epi32(row, exchanged));
    }
    left += int64_rows;
    right += int64_columns;
  }
  for (int i = 0; i < int64_rows; ++i) {
    const __m256i high = _mm256_slli_epi64(_mm256_add_epi64(cross[i], _mm256_srli_epi64(cross[i], 32)), 32);
    auto* to = reinterpret_cast<__m256i*>(sums + i * stride);
    _mm256_storeu_si256(to, _mm256_add_epi64(_mm256_loadu_si256(to), _mm256_add_epi64(low[i], high)));
  }
}

void widen_halves(const std::uint16_t* halves, std::int64_t count, float* floats) {
  constexpr std::int64_t width = 8;
  std::int64_t i = 0;
  for (; i + width <= count; i += width) {
    _mm256_storeu_ps(floats + i,
                     _mm256_cvtph_ps(_mm_loadu_si128(reinterpret_cast<const __m128i*>(halves + i))));
  }
  for (; i < count; ++i) floats[i] = _mm_cvtss_f32(_mm_cvtph_ps(_mm_cvtsi32_si128(halves[i])));
}

}  // namespace

const Tiles avx2_tiles = {
    .float32 = tile::packed_tile<Avx2, float, 6, 2>(),
    .float64 = tile::packed_tile<Avx2, double, 6, 2>(),
    .complex64 = tile::packed_tile<Avx2, std::complex<float>, 3, 2>(),
    .complex128 = tile::packed_tile<Avx2, std::complex<double>, 3, 2>(),
    .int32 = tile::packed_tile<Avx2, std::uint32_t, 6, 2>(),
    .int64 = {int64_rows, int64_columns, multiply_int64},
    .pairs = {pair_rows, pair_columns, multiply_pairs},
    .direct_float32 = tile::direct<Avx2, float>,
    .direct_float64 = tile::direct<Avx2, double>,
    .direct_complex64 = tile::direct<Avx2, std::complex<float>>,
    .direct_complex128 = tile::direct<Avx2, std::complex<double>>,
    .direct_int32 = tile::direct<Avx2, std::uint32_t>,
    .widen_halves = widen_halves,
};

}  // namespace tcalc
