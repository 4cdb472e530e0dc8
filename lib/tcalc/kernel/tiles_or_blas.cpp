#include <tcalc/kernel/tiles_or_blas.hpp>
#include <tcalc/plan/panels.hpp>

namespace tcalc {

// 10^9 multiply-adds a second of one thread of a Zen 5, 1024 x 1024 float32 (complex64, 512 x 512), by the
// instructions of either:
//
//            tiles          OpenBLAS 0.3.21
//   AVX-512  109 (27.4)     SkylakeX 109-119 (30.4)
//   AVX2      57 (14.5)     Haswell   61 (15.3)
//   SSE2      21 (5.4)      Prescott  23 (6.1)
//
// Level with those of its own instructions, a tile outdoes any of lesser ones.
bool tiles_outdo(InstructionSet tiles, BlasKernels kernels) {
  switch (tiles) {
    case InstructionSet::avx512:
      return kernels < BlasKernels::avx512;
    case InstructionSet::avx2:
      return kernels < BlasKernels::avx2;
    default:
      return false;
  }
}

// Milliseconds of two threads of that Zen 5, panels and the best kernels of OpenBLAS 0.3.21, which calls one
// thread for each 256 x 1024 of the result:
//
//               256 x 256    512 x 512    1024 x 1024    2048 x 2048
//   AVX-512 f4  0.09 0.15    0.57 0.61    4.36 4.69      36.9 38.5
//           f8  0.17 0.35    1.24 1.47    9.12 10.8      78.2 93.6
//   AVX2    f4  0.15 0.27    1.07 1.06    8.43 8.53      69.4 70.3
//           f8  0.30 0.58    2.32 2.31    17.5 18.0       143  142
bool panels_outdo_blas(const Plan& plan, InstructionSet tiles) {
  constexpr double level_from = 512.0 * 512.0 * 512.0, pays_from = 160.0 * 160.0 * 160.0;
  if (!fills_panels(plan)) return false;
  if (tiles == InstructionSet::avx512) return true;
  const double own = own_multiply_adds(plan);
  return tiles == InstructionSet::avx2 && own >= pays_from && own < level_from;
}

bool tiles_take_all(InstructionSet tiles, BlasKernels kernels) {
  return tiles == InstructionSet::avx512 || tiles_outdo(tiles, kernels);
}

Plan with_panels(const Plan& plan) {
  Plan result = plan;
  result.kernel = Kernel::panels;
  return result;
}

Plan beside(const Plan& plan, InstructionSet tiles, BlasKernels kernels) {
  const bool matrices = plan.kernel == Kernel::blas && plan.m_size > 1 && plan.n_size > 1;
  if (!matrices || !tiles_outdo(tiles, kernels)) return plan;
  if (fills_panels(plan)) return with_panels(plan);
  Plan result = plan;
  result.kernel = Kernel::blocked;
  return result;
}

}  // namespace tcalc
