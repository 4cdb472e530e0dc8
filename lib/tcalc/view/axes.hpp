// Axis numbers as people give them, negative ones counted from the end, and what is said of those that are
// wrong.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <tcalc/core/extents.hpp>

namespace tcalc {

// The axis as 0 <= axis < rank; nothing when it is out of range.
std::optional<int> normalized_axis(std::int64_t axis, int rank);

// "axis 5 of A is out of range: A has 3 axes, numbered -3 to 2"
std::string out_of_range_fact(std::int64_t axis, const std::string& name, int rank);

// "axis 1 of A is given twice"
std::string given_twice_fact(int axis, const std::string& name);

// "index 7 is out of range for axis 2 of size 4"
std::string index_out_of_range_fact(std::int64_t index, int axis, std::int64_t size);

// first, first+1, ..., last-1
AxisList axis_range(int first, int last);

// All axes below rank but one.
AxisList axes_without(int rank, int axis);

}  // namespace tcalc
