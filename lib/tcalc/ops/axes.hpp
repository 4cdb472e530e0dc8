// Axis numbers as people give them: negative ones count from the end.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tcalc {

// The axis as 0 <= axis < rank; nothing when it is out of range.
std::optional<int> normalized_axis(std::int64_t axis, int rank);

// "axis 5 of A is out of range: A has 3 axes, numbered -3 to 2"
std::string out_of_range_fact(std::int64_t axis, const std::string& name, int rank);

// first, first+1, ..., last-1
std::vector<int> axis_range(int first, int last);

// All axes below rank but one.
std::vector<int> axes_without(int rank, int axis);

}  // namespace tcalc
