#include <tcalc/elementwise/straight.hpp>
#include <tcalc/kernel/cpu_features.hpp>

namespace tcalc::loops {

const StraightLoops& straight_loops() {
  static const StraightLoops chosen = [] {
#if defined(__x86_64__)
    const CpuFeatures features = cpu_features();
    if (features.avx512) return straight_loops_avx512();
    if (features.avx2) return straight_loops_avx2();
#endif
    return straight_loops_of<Baseline>();
  }();
  return chosen;
}

}  // namespace tcalc::loops
