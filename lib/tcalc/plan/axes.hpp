// Axes with their strides in both operands and the result.
#pragma once

#include <cstdint>

#include <tcalc/core/inline_vector.hpp>

namespace tcalc {

// Strides are in elements; 0 where the operand (or the result) does not move along the axis.
struct Axis {
  std::int64_t extent = 1;
  std::int64_t a = 0;
  std::int64_t b = 0;
  std::int64_t c = 0;  // of the result

  friend bool operator==(const Axis&, const Axis&) = default;
};

// Outermost first: the axes of one group of a product.
using Axes = InlineVector<Axis, 4>;

}  // namespace tcalc
