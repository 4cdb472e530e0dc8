#include <tcalc/kernel/halves.hpp>
#include <tcalc/kernel/instruction_set.hpp>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace tcalc {

#if defined(__x86_64__)
namespace {

constexpr std::int64_t lanes = 8, ahead = 4096;

[[gnu::target("avx2,f16c")]] std::int64_t widen_in_avx2(const Half* from, std::int64_t count, float* to) {
  std::int64_t i = 0;
  for (; i + lanes <= count; i += lanes) {
    __builtin_prefetch(from + i + ahead);  // past the end it does nothing
    const __m128i bits = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from + i));
    _mm256_storeu_ps(to + i, _mm256_cvtph_ps(bits));
  }
  return i;
}

[[gnu::target("avx2,f16c")]] std::int64_t narrow_in_avx2(const float* from, std::int64_t count, Half* to) {
  std::int64_t i = 0;
  for (; i + lanes <= count; i += lanes) {
    const __m128i bits = _mm256_cvtps_ph(_mm256_loadu_ps(from + i), _MM_FROUND_TO_NEAREST_INT);
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to + i), bits);
  }
  return i;
}

}  // namespace
#endif

void widen(const Half* from, std::int64_t count, float* to) {
  std::int64_t i = 0;
#if defined(__x86_64__)
  if (instruction_set() >= InstructionSet::avx2) i = widen_in_avx2(from, count, to);
#endif
  for (; i < count; ++i) to[i] = static_cast<float>(from[i]);
}

void narrow(const float* from, std::int64_t count, Half* to) {
  std::int64_t i = 0;
#if defined(__x86_64__)
  if (instruction_set() >= InstructionSet::avx2) i = narrow_in_avx2(from, count, to);
#endif
  for (; i < count; ++i) to[i] = Half(from[i]);
}

}  // namespace tcalc
