// Multiply-adds on registers alone; compiled for AVX2 and FMA.
#include <immintrin.h>

#include "limits.hpp"
#include "register_loop.hpp"

namespace tcalc::bench {

namespace {

void fma_f4(std::int64_t steps) {
  repeat_alike(steps, _mm256_set1_ps(1.5f), [](__m256 x, __m256 sum) { return _mm256_fmadd_ps(x, x, sum); });
}

void fma_f8(std::int64_t steps) {
  repeat_alike(steps, _mm256_set1_pd(1.5), [](__m256d x, __m256d sum) { return _mm256_fmadd_pd(x, x, sum); });
}

void int_i4(std::int64_t steps) {
  repeat_alike(steps, _mm256_set1_epi32(3),
               [](__m256i x, __m256i sum) { return _mm256_add_epi32(sum, _mm256_mullo_epi32(x, x)); });
}

void int_i8(std::int64_t steps) {
  repeat(steps, _mm256_set1_epi64x(3), [](__m256i& x, __m256i& low, __m256i& cross) {
    low = _mm256_add_epi64(low, _mm256_mul_epu32(x, x));
    cross = _mm256_add_epi32(cross, _mm256_mullo_epi32(x, x));
  });
}

void int_i1(std::int64_t steps) {
  repeat_alike(steps, _mm256_set1_epi16(3),
               [](__m256i x, __m256i sum) { return _mm256_add_epi32(sum, _mm256_madd_epi16(x, x)); });
}

constexpr RegisterLoop loops[] = {
    {"fma_f4", 2 * pairs * 8, fma_f4}, {"fma_f8", 2 * pairs * 4, fma_f8},  {"int_i4", 2 * pairs * 8, int_i4},
    {"int_i8", pairs * 4, int_i8},     {"int_i1", 2 * pairs * 16, int_i1},
};

}  // namespace

std::span<const RegisterLoop> avx2_loops() { return loops; }

}  // namespace tcalc::bench
