// Blocks of float16 to float32 and back.
#pragma once

#include <cstdint>

#include <tcalc/core/half.hpp>

namespace tcalc {

// By the instructions that instruction_set() has, rounding to the nearest, ties to even. Throw what
// instruction_set() does.
void widen(const Half* from, std::int64_t count, float* to);
void narrow(const float* from, std::int64_t count, Half* to);

}  // namespace tcalc
