// Multiply-adds on registers alone; compiled for AVX-512: F, BW and DQ.
#include <immintrin.h>

#include "limits.hpp"
#include "register_loop.hpp"

namespace tcalc::bench {

namespace {

void fma_f4(std::int64_t steps) {
  repeat_alike(steps, _mm512_set1_ps(1.5f), [](__m512 x, __m512 sum) { return _mm512_fmadd_ps(x, x, sum); });
}

void fma_f8(std::int64_t steps) {
  repeat_alike(steps, _mm512_set1_pd(1.5), [](__m512d x, __m512d sum) { return _mm512_fmadd_pd(x, x, sum); });
}

void int_i4(std::int64_t steps) {
  repeat_alike(steps, _mm512_set1_epi32(3),
               [](__m512i x, __m512i sum) { return _mm512_add_epi32(sum, _mm512_mullo_epi32(x, x)); });
}

void int_i8(std::int64_t steps) {
  repeat_alike(steps, _mm512_set1_epi64(3),
               [](__m512i x, __m512i sum) { return _mm512_add_epi64(sum, _mm512_mullo_epi64(x, x)); });
}

void int_i1(std::int64_t steps) {
  repeat_alike(steps, _mm512_set1_epi16(3),
               [](__m512i x, __m512i sum) { return _mm512_add_epi32(sum, _mm512_madd_epi16(x, x)); });
}

constexpr RegisterLoop loops[] = {
    {"fma_f4", 2 * pairs * 16, fma_f4}, {"fma_f8", 2 * pairs * 8, fma_f8},
    {"int_i4", 2 * pairs * 16, int_i4}, {"int_i8", 2 * pairs * 8, int_i8},
    {"int_i1", 2 * pairs * 32, int_i1},
};

}  // namespace

std::span<const RegisterLoop> avx512_loops() { return loops; }

}  // namespace tcalc::bench
