// Sanitizers and emulators make a sum or an exception ten times as slow. There the sweeps take a sample of
// their cases, and so do those of kernels, which run once for each instruction set; `tests/run deep` takes
// all.
#pragma once

#include <cstddef>

namespace tcalc::test {

#if defined(TCALC_SAMPLED_SWEEPS)
constexpr bool sampled = true;
#else
constexpr bool sampled = false;
#endif

// Whether case number `index` of a sweep is tried; 7 shares no factor with the numbers of shapes.
constexpr bool is_tried(std::size_t index) { return !sampled || index % 7 == 0; }

}  // namespace tcalc::test
