// What a conversion to another dtype loses, beyond the digits that are cut off a fraction.
#pragma once

#include <cstdint>
#include <string>

#include <tcalc/core/tensor.hpp>

namespace tcalc {

struct CastLosses {
  std::int64_t imaginary = 0;     // complex numbers whose imaginary part is not 0, to a real dtype
  std::int64_t not_finite = 0;    // NaN and infinities, to an integer dtype
  std::int64_t out_of_range = 0;  // beyond the largest or the least of the dtype
  std::int64_t rounded = 0;       // integers that a floating dtype has not
  std::int64_t first = 0;         // of all of them, in C order

  bool any() const { return imaginary + not_finite + out_of_range + rounded > 0; }
  // Also those of further values, before which there were `elements_before`.
  void add(const CastLosses& further, std::int64_t elements_before);
  // "1 value is NaN or infinite, 2 are out of range"
  std::string text() const;
};

// Reads the values in one pass, and none where the dtypes alone say that nothing is lost.
CastLosses cast_losses(const TensorView& view, Dtype dtype);

}  // namespace tcalc
