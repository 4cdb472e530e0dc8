// The tiles for AVX-512 (F, BW, CD, DQ, VL); compiled with those flags.
#include <immintrin.h>

#include <tcalc/kernel/tile/kernels.hpp>

namespace tcalc {

namespace {

// Vectors of 64, 32 and 16 bytes, all with masks.
struct Avx512 {
  static constexpr int registers = 32;
  static constexpr int widest = 64;
  static constexpr bool masks = true;

  template <class V>
  static V multiply_add(V x, V y, V sum) {
    return x * y + sum;
  }
  static __m512 multiply_add(__m512 x, __m512 y, __m512 sum) { return _mm512_fmadd_ps(x, y, sum); }
  static __m512d multiply_add(__m512d x, __m512d y, __m512d sum) { return _mm512_fmadd_pd(x, y, sum); }
  static __m256 multiply_add(__m256 x, __m256 y, __m256 sum) { return _mm256_fmadd_ps(x, y, sum); }
  static __m256d multiply_add(__m256d x, __m256d y, __m256d sum) { return _mm256_fmadd_pd(x, y, sum); }
  static __m128 multiply_add(__m128 x, __m128 y, __m128 sum) { return _mm_fmadd_ps(x, y, sum); }
  static __m128d multiply_add(__m128d x, __m128d y, __m128d sum) { return _mm_fmadd_pd(x, y, sum); }

  template <class T, class V>
  static V load(const T* from, tile::Masked mask, V) {
    if constexpr (sizeof(V) == 64 && sizeof(T) == 4)
      return reinterpret_cast<V>(_mm512_maskz_loadu_epi32(static_cast<__mmask16>(mask.bits), from));
    else if constexpr (sizeof(V) == 64)
      return reinterpret_cast<V>(_mm512_maskz_loadu_epi64(static_cast<__mmask8>(mask.bits), from));
    else if constexpr (sizeof(V) == 32 && sizeof(T) == 4)
      return reinterpret_cast<V>(_mm256_maskz_loadu_epi32(static_cast<__mmask8>(mask.bits), from));
    else if constexpr (sizeof(V) == 32)
      return reinterpret_cast<V>(_mm256_maskz_loadu_epi64(static_cast<__mmask8>(mask.bits), from));
    else if constexpr (sizeof(T) == 4)
      return reinterpret_cast<V>(_mm_maskz_loadu_epi32(static_cast<__mmask8>(mask.bits), from));
    else
      return reinterpret_cast<V>(_mm_maskz_loadu_epi64(static_cast<__mmask8>(mask.bits), from));
  }

  template <class T, class V>
  static void store(T* to, V vector, tile::Masked mask) {
    if constexpr (sizeof(V) == 64 && sizeof(T) == 4)
      _mm512_mask_storeu_epi32(to, static_cast<__mmask16>(mask.bits), reinterpret_cast<__m512i>(vector));
    else if constexpr (sizeof(V) == 64)
      _mm512_mask_storeu_epi64(to, static_cast<__mmask8>(mask.bits), reinterpret_cast<__m512i>(vector));
    else if constexpr (sizeof(V) == 32 && sizeof(T) == 4)
      _mm256_mask_storeu_epi32(to, static_cast<__mmask8>(mask.bits), reinterpret_cast<__m256i>(vector));
    else if constexpr (sizeof(V) == 32)
      _mm256_mask_storeu_epi64(to, static_cast<__mmask8>(mask.bits), reinterpret_cast<__m256i>(vector));
    else if constexpr (sizeof(T) == 4)
      _mm_mask_storeu_epi32(to, static_cast<__mmask8>(mask.bits), reinterpret_cast<__m128i>(vector));
    else
      _mm_mask_storeu_epi64(to, static_cast<__mmask8>(mask.bits), reinterpret_cast<__m128i>(vector));
  }
};

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
    .float32 = tile::packed_tile<Avx512, float, 8, 2>(),
    .float64 = tile::packed_tile<Avx512, double, 8, 2>(),
    .complex64 = tile::packed_tile<Avx512, std::complex<float>, 4, 2>(),
    .complex128 = tile::packed_tile<Avx512, std::complex<double>, 4, 2>(),
    .int32 = tile::packed_tile<Avx512, std::uint32_t, 8, 2>(),
    .int64 = {int64_rows, int64_columns, multiply_int64},
    .pairs = {pair_rows, pair_columns, multiply_pairs},
    .direct_float32 = tile::direct<Avx512, float>,
    .direct_float64 = tile::direct<Avx512, double>,
    .direct_complex64 = tile::direct<Avx512, std::complex<float>>,
    .direct_complex128 = tile::direct<Avx512, std::complex<double>>,
    .direct_int32 = tile::direct<Avx512, std::uint32_t>,
    .widen_halves = widen_halves,
};

}  // namespace tcalc
