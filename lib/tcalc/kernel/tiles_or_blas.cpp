#include <tcalc/kernel/tiles_or_blas.hpp>

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

Plan beside(const Plan& plan, InstructionSet tiles, BlasKernels kernels) {
  Plan result = plan;
  if (plan.kernel == Kernel::blas && plan.m_size > 1 && plan.n_size > 1 && tiles_outdo(tiles, kernels))
    result.kernel = Kernel::blocked;
  return result;
}

}  // namespace tcalc
