// How runs of axes fold into one, and where their elements are.
#pragma once

#include <cstdint>
#include <vector>

#include <tcalc/plan/axes.hpp>

namespace tcalc {

// Elements along all axes; 1 for none.
std::int64_t extent_of(const Axes& axes);

// Merges every pair of neighbours that steps evenly in A, in B and in the result.
Axes folded(const Axes& axes);

// Splits off the outer axes which do not fold with the inner ones in the result, so that the rest is one
// evenly spaced run there: returns the rest, appends the others to `outer`.
Axes even_in_result(const Axes& axes, Axes& outer);

// The offset of element `index` of the axes' joint range, outermost axis slowest, by each of the three
// strides.
struct Offsets {
  std::int64_t a, b, c;
};
Offsets offsets_of(const Axes& axes, std::int64_t index);

// The offsets of elements first, first+1, ..., first+count-1 by one of the strides (&Axis::a, ...).
std::vector<std::int64_t> offset_list(const Axes& axes, std::int64_t Axis::*stride, std::int64_t first,
                                      std::int64_t count);

}  // namespace tcalc
