// A finite number as decimal digits: the shortest that read back as the same value, or those that fit a
// precision.
#pragma once

#include <string>

#include <tcalc/core/dtype.hpp>

namespace tcalc::text {

// sign * 0.digits * 10^point: 12.5 is digits "125", point 2. Zero has no digits and point 1. No trailing
// zeros.
struct Decimal {
  bool negative = false;
  std::string digits;
  int point = 1;
};

// The fewest digits that read back as the value in its own dtype, which is a real one that holds it.
Decimal shortest_decimal(double value, Dtype dtype);

// The same, but where it has more than `places` digits after the point (or after the first digit, when
// `scientific`), the exact value rounded to so many; ties to even.
Decimal decimal_within(double value, Dtype dtype, int places, bool scientific);

// With `places` digits after the first: the shortest where they are as many, else the exact value's, rounded;
// ties to even.
Decimal decimal_with(double value, Dtype dtype, int places);

}  // namespace tcalc::text
