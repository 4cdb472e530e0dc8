// What the processor can do, as far as a choice depends on it.
#pragma once

namespace tcalc {

// Each is true only where the operating system keeps its registers too.
struct CpuFeatures {
  bool avx = false;
  bool avx2 = false;    // with FMA and F16C
  bool avx512 = false;  // F, BW, CD, DQ, VL
  bool neon = false;
};

CpuFeatures cpu_features();

}  // namespace tcalc
