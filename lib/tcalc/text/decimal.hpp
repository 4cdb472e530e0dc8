// A finite number as decimal digits: the shortest that read back as the same value, or those that fit a
// precision.
#pragma once

#include <string>

#include <tcalc/core/half.hpp>

namespace tcalc::text {

// sign * 0.digits * 10^point: 12.5 is digits "125", point 2. Zero has no digits and point 1. No trailing
// zeros.
struct Decimal {
  bool negative = false;
  std::string digits;
  int point = 1;
};

// The fewest digits that read back as the value in its own type.
Decimal shortest_decimal(double value);
Decimal shortest_decimal(float value);
Decimal shortest_decimal(Half value);

// The same, but where it has more than `places` digits after the point (or after the first digit, when
// `scientific`), the exact value rounded to so many; ties to even.
template <class T>
Decimal decimal_within(T value, int places, bool scientific);

// With `places` digits after the first: the shortest where they are as many, else the exact value's, rounded;
// ties to even.
template <class T>
Decimal decimal_with(T value, int places);

}  // namespace tcalc::text
