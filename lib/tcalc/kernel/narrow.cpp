#include <tcalc/kernel/instruction_set.hpp>
#include <tcalc/kernel/narrow.hpp>
#include <tcalc/kernel/narrow_lanes.hpp>

namespace tcalc {

namespace {

#if defined(__x86_64__)
// Asks for the elements that come some KiB after these: past the end of an array it does nothing.
constexpr std::int64_t ahead = 4096;

template <class T>
[[gnu::target("avx2,f16c")]] std::int64_t widen_in_avx2(const T* from, std::int64_t count, float* to) {
  std::int64_t i = 0;
  for (; i + LanesOfAvx2::count <= count; i += LanesOfAvx2::count) {
    __builtin_prefetch(from + i + ahead);
    LanesOfAvx2::widen(from + i, to + i);
  }
  return i;
}
template <class T>
[[gnu::target("avx512f,avx512bw,avx512cd,avx512dq,avx512vl")]] std::int64_t widen_in_avx512(
    const T* from, std::int64_t count, float* to) {
  std::int64_t i = 0;
  for (; i + LanesOfAvx512::count <= count; i += LanesOfAvx512::count) {
    __builtin_prefetch(from + i + ahead);
    LanesOfAvx512::widen(from + i, to + i);
  }
  return i;
}

template <class T>
[[gnu::target("avx2,f16c")]] std::int64_t narrow_in_avx2(const float* from, std::int64_t count, T* to) {
  std::int64_t i = 0;
  for (; i + LanesOfAvx2::count <= count; i += LanesOfAvx2::count) LanesOfAvx2::narrow(from + i, to + i);
  return i;
}
template <class T>
[[gnu::target("avx512f,avx512bw,avx512cd,avx512dq,avx512vl")]] std::int64_t narrow_in_avx512(
    const float* from, std::int64_t count, T* to) {
  std::int64_t i = 0;
  for (; i + LanesOfAvx512::count <= count; i += LanesOfAvx512::count)
    LanesOfAvx512::narrow(from + i, to + i);
  return i;
}
#endif

template <class T>
void widen_block(const T* from, std::int64_t count, float* to) {
  std::int64_t i = 0;
#if defined(__x86_64__)
  if (instruction_set() == InstructionSet::avx512)
    i = widen_in_avx512(from, count, to);
  else if (instruction_set() == InstructionSet::avx2)
    i = widen_in_avx2(from, count, to);
#endif
  for (; i < count; ++i) to[i] = static_cast<float>(from[i]);
}

template <class T>
void narrow_block(const float* from, std::int64_t count, T* to) {
  std::int64_t i = 0;
#if defined(__x86_64__)
  if (instruction_set() == InstructionSet::avx512)
    i = narrow_in_avx512(from, count, to);
  else if (instruction_set() == InstructionSet::avx2)
    i = narrow_in_avx2(from, count, to);
#endif
  for (; i < count; ++i) to[i] = T(from[i]);
}

}  // namespace

void widen(const Half* from, std::int64_t count, float* to) { widen_block(from, count, to); }
void widen(const BFloat16* from, std::int64_t count, float* to) { widen_block(from, count, to); }
void narrow(const float* from, std::int64_t count, Half* to) { narrow_block(from, count, to); }
void narrow(const float* from, std::int64_t count, BFloat16* to) { narrow_block(from, count, to); }

}  // namespace tcalc
