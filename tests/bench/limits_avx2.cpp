// Multiply-adds on registers alone; compiled for AVX2 and FMA.
#include <immintrin.h>
#include <string_view>

#include "limits.hpp"

namespace tcalc::bench {

namespace {

// Sums that depend on nothing else hide the latency: 2 instructions a cycle of 5 cycles each need 10. In
// pairs, for the sequence that has two kinds of sum.
constexpr int pairs = 6;

template <class V, class Step>
void repeat(std::int64_t steps, V factor, Step step) {
  V first[pairs], second[pairs];
  for (int i = 0; i < pairs; ++i) first[i] = second[i] = factor;
  for (std::int64_t n = 0; n < steps; ++n) {
#pragma GCC unroll 6
    for (int i = 0; i < pairs; ++i) {
      // The compiler must take the factor for a new one, or it computes the product once.
      asm volatile("" : "+x"(factor));
      step(factor, first[i], second[i]);
    }
  }
  for (int i = 0; i < pairs; ++i) asm volatile("" : : "x"(first[i]), "x"(second[i]));
}

// The same operation for both sums, each with a product of its own.
template <class V, class Add>
void repeat_alike(std::int64_t steps, V factor, Add add) {
  repeat(steps, factor, [add](V& x, V& first, V& second) {
    first = add(x, first);
    asm volatile("" : "+x"(x));
    second = add(x, second);
  });
}

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

const RegisterLoop* find_avx2_loop(std::string_view name) {
  for (const RegisterLoop& loop : loops) {
    if (loop.name == name) return &loop;
  }
  return nullptr;
}

}  // namespace tcalc::bench
