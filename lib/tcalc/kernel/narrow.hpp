// Blocks of float16 and bfloat16 to float32 and back.
#pragma once

#include <concepts>
#include <cstdint>

#include <tcalc/core/bfloat16.hpp>
#include <tcalc/core/half.hpp>

namespace tcalc {

// Narrow floats that have loops of their own: compilers make no vectors of their conversions, or slow ones.
template <class T>
concept VectorNarrowFloat = std::same_as<T, Half> || std::same_as<T, BFloat16>;

// In the vectors that instruction_set() has, rounding to the nearest, ties to even. Throw what
// instruction_set() does.
void widen(const Half* from, std::int64_t count, float* to);
void widen(const BFloat16* from, std::int64_t count, float* to);
void narrow(const float* from, std::int64_t count, Half* to);
void narrow(const float* from, std::int64_t count, BFloat16* to);

}  // namespace tcalc
