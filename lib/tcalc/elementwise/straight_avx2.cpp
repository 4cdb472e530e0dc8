#include <tcalc/elementwise/straight.hpp>

namespace tcalc::loops {

StraightLoops straight_loops_avx2() { return straight_loops_of<Avx2>(); }

}  // namespace tcalc::loops
