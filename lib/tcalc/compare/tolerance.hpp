// When two elements count as equal.
#pragma once

#include <cstdint>
#include <optional>

namespace tcalc {

// Equal are elements of equal value (0.0 and -0.0 are, NaN and NaN are not), and those that are close enough:
// both finite with |a - b| <= absolute + relative * |b|, as numpy.isclose has it, computed in float64 and for
// integers exactly; or at most `ulps` representable numbers apart.
struct Tolerance {
  double relative = 0, absolute = 0;  // finite, not negative
  bool equal_nan = false;             // NaN equals NaN; a complex number is NaN when a part of it is
  // Units in the last place, of floats and of each part of complex numbers; the rest is compared exactly.
  std::optional<std::int64_t> ulps = std::nullopt;

  bool is_exact() const { return relative == 0 && absolute == 0 && !equal_nan && !ulps; }
};

}  // namespace tcalc
