// One pair of elements that differ, for people and for JSON.
#pragma once

#include <cstdint>
#include <string>

#include <tcalc/core/element_index.hpp>
#include <tcalc/core/tensor.hpp>

namespace tcalc {

// Elements as NumPy writes a scalar of the array's dtype; the absolute difference in the dtype of both, the
// relative one, |left - right| / |right|, with six significant digits.
struct Difference {
  ElementIndex index;
  std::string left, right;
  std::string left_json, right_json;
  std::string absolute, relative;
};

// `place` counts in C order. The arrays are of equal extents.
Difference difference_at(const TensorView& left, const TensorView& right, std::int64_t place);

}  // namespace tcalc
