#include <tcalc/elementwise/straight.hpp>

namespace tcalc::loops {

StraightLoops straight_loops_avx512() { return straight_loops_of<Avx512>(); }

}  // namespace tcalc::loops
