// As many float16 or bfloat16 as fill a vector, to float32 and back in registers: exactly, and rounding to
// the nearest, ties to even. For functions of the same instruction set alone.
#pragma once

#if defined(__x86_64__)

#include <cstdint>
#include <immintrin.h>

#include <tcalc/core/bfloat16.hpp>
#include <tcalc/core/half.hpp>

namespace tcalc {

struct LanesOfAvx2 {
  static constexpr std::int64_t count = 8;

  [[gnu::target("avx2,f16c"), gnu::always_inline]] static void widen(const Half* from, float* to) {
    _mm256_storeu_ps(to, _mm256_cvtph_ps(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from))));
  }
  [[gnu::target("avx2,f16c"), gnu::always_inline]] static void widen(const BFloat16* from, float* to) {
    const __m128i bits = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
    _mm256_storeu_ps(to, _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_cvtepu16_epi32(bits), 16)));
  }
  [[gnu::target("avx2,f16c"), gnu::always_inline]] static void narrow(const float* from, Half* to) {
    const __m128i bits = _mm256_cvtps_ph(_mm256_loadu_ps(from), _MM_FROUND_TO_NEAREST_INT);
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to), bits);
  }
  // As BFloat16(float) does it.
  [[gnu::target("avx2,f16c"), gnu::always_inline]] static void narrow(const float* from, BFloat16* to) {
    const __m256 value = _mm256_loadu_ps(from);
    const __m256i word = _mm256_castps_si256(value), upper = _mm256_srli_epi32(word, 16);
    const __m256i odd = _mm256_and_si256(upper, _mm256_set1_epi32(1));
    const __m256i half = _mm256_add_epi32(odd, _mm256_set1_epi32(0x7fff));
    const __m256i rounded = _mm256_srli_epi32(_mm256_add_epi32(word, half), 16);
    const __m256i payload = _mm256_and_si256(upper, _mm256_set1_epi32(0x7f));
    const __m256i is_lost = _mm256_cmpeq_epi32(payload, _mm256_setzero_si256());
    const __m256i quiet = _mm256_or_si256(upper, _mm256_and_si256(is_lost, _mm256_set1_epi32(0x40)));
    const __m256i is_nan = _mm256_castps_si256(_mm256_cmp_ps(value, value, _CMP_UNORD_Q));
    const __m256i bits = _mm256_blendv_epi8(rounded, quiet, is_nan);
    const __m256i packed = _mm256_permute4x64_epi64(_mm256_packus_epi32(bits, bits), 0b1000);
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to), _mm256_castsi256_si128(packed));
  }
};

struct LanesOfAvx512 {
  static constexpr std::int64_t count = 16;

  [[gnu::target("avx512f,avx512bw,avx512cd,avx512dq,avx512vl"), gnu::always_inline]] static void widen(
      const Half* from, float* to) {
    _mm512_storeu_ps(to, _mm512_cvtph_ps(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(from))));
  }
  [[gnu::target("avx512f,avx512bw,avx512cd,avx512dq,avx512vl"), gnu::always_inline]] static void widen(
      const BFloat16* from, float* to) {
    const __m256i bits = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from));
    _mm512_storeu_ps(to, _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_cvtepu16_epi32(bits), 16)));
  }
  [[gnu::target("avx512f,avx512bw,avx512cd,avx512dq,avx512vl"), gnu::always_inline]] static void narrow(
      const float* from, Half* to) {
    const __m256i bits = _mm512_cvtps_ph(_mm512_loadu_ps(from), _MM_FROUND_TO_NEAREST_INT);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), bits);
  }
  [[gnu::target("avx512f,avx512bw,avx512cd,avx512dq,avx512vl"), gnu::always_inline]] static void narrow(
      const float* from, BFloat16* to) {
    const __m512 value = _mm512_loadu_ps(from);
    const __m512i word = _mm512_castps_si512(value), upper = _mm512_srli_epi32(word, 16);
    const __m512i odd = _mm512_and_si512(upper, _mm512_set1_epi32(1));
    const __m512i half = _mm512_add_epi32(odd, _mm512_set1_epi32(0x7fff));
    const __m512i rounded = _mm512_srli_epi32(_mm512_add_epi32(word, half), 16);
    const __mmask16 is_nan = _mm512_cmp_ps_mask(value, value, _CMP_UNORD_Q);
    const __mmask16 is_lost = _mm512_testn_epi32_mask(upper, _mm512_set1_epi32(0x7f));
    const __m512i quiet = _mm512_mask_or_epi32(upper, is_lost, upper, _mm512_set1_epi32(0x40));
    const __m256i bits = _mm512_cvtepi32_epi16(_mm512_mask_blend_epi32(is_nan, rounded, quiet));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), bits);
  }
};

}  // namespace tcalc

#endif
