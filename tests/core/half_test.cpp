#include <cmath>
#include <limits>
#include <tests/support/catch.hpp>

#include <tcalc/core/half.hpp>

using namespace tcalc;

namespace {

constexpr std::uint32_t patterns = 0x10000;
constexpr std::uint32_t sign = 0x8000;
constexpr std::uint32_t infinity = 0x7c00;

Half half(std::uint32_t bits) {
  Half value;
  value.bits = static_cast<std::uint16_t>(bits);
  return value;
}

// By the definition of binary16: 5 bits of exponent with a bias of 15, 10 bits of fraction.
double value_of(std::uint32_t bits) {
  const int exponent = static_cast<int>(bits >> 10 & 31);
  const int fraction = static_cast<int>(bits & 1023);
  double value = exponent == 0 ? std::ldexp(fraction, -24) : std::ldexp(1024 + fraction, exponent - 25);
  if (exponent == 31) value = fraction == 0 ? std::numeric_limits<double>::infinity() : std::nan("");
  return std::copysign(value, bits & sign ? -1.0 : 1.0);
}

bool is_nan(std::uint32_t bits) { return (bits & ~sign) > infinity; }

}  // namespace

TEST_CASE("every half has the value that its bits define") {
  int wrong = 0;
  for (std::uint32_t bits = 0; bits < patterns; ++bits) {
    const auto value = static_cast<float>(half(bits));
    const bool same = is_nan(bits) ? std::isnan(value) : value == value_of(bits);
    if (!same || std::signbit(value) != ((bits & sign) != 0)) ++wrong;
  }
  CHECK(wrong == 0);
}

TEST_CASE("every half survives the way to float, double and back, NaN payloads too") {
  int wrong = 0;
  for (std::uint32_t bits = 0; bits < patterns; ++bits) {
    const auto value = static_cast<float>(half(bits));
    if (Half(value).bits != bits) ++wrong;
    if (Half::from(static_cast<double>(value)).bits != bits && !is_nan(bits)) ++wrong;
    if (is_nan(bits) && !is_nan(Half::from(static_cast<double>(value)).bits)) ++wrong;
  }
  CHECK(wrong == 0);
}

TEST_CASE("halfway between two halves the even one is nearest, elsewhere the nearer one") {
  int wrong = 0;
  for (std::uint32_t below = 0; below < infinity; ++below) {
    const std::uint32_t above = below + 1;
    // The next step above the largest half would be 65536: from halfway to it on, the nearest is infinity.
    const double upper = above == infinity ? 65536 : value_of(above);
    const double middle = (value_of(below) + upper) / 2;
    const std::uint32_t even = below % 2 == 0 ? below : above;
    const auto middle_float = static_cast<float>(middle);
    for (const std::uint32_t negative : {0u, sign}) {
      const double way = negative != 0 ? -1 : 1;
      const auto float_way = static_cast<float>(way);
      if (Half(float_way * middle_float).bits != (even | negative)) ++wrong;
      if (Half(float_way * std::nextafter(middle_float, 0.0f)).bits != (below | negative)) ++wrong;
      if (Half(float_way * std::nextafter(middle_float, 1e6f)).bits != (above | negative)) ++wrong;
      if (Half::from(way * middle).bits != (even | negative)) ++wrong;
      // So near to the middle that the nearest float is the middle itself: rounding twice would go wrong.
      if (Half::from(way * std::nextafter(middle, 0.0)).bits != (below | negative)) ++wrong;
      if (Half::from(way * std::nextafter(middle, 1e6)).bits != (above | negative)) ++wrong;
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE("values beyond the range of half are infinite, those below it are zero of their sign") {
  CHECK(Half(65504.0f).bits == 0x7bff);
  CHECK(Half(65519.996f).bits == 0x7bff);
  CHECK(Half(65520.0f).bits == infinity);
  CHECK(Half(std::numeric_limits<float>::infinity()).bits == infinity);
  CHECK(Half(-3e38f).bits == (infinity | sign));
  CHECK(Half::from(1e300).bits == infinity);
  CHECK(Half::from(-1e300).bits == (infinity | sign));
  CHECK(Half::from(1e-300).bits == 0);
  CHECK(Half::from(-1e-300).bits == sign);
  CHECK(Half::from(-0.0).bits == sign);
  CHECK(Half(0x1p-25f).bits == 0);
  CHECK(Half(0x1.000002p-25f).bits == 1);
}

TEST_CASE("a NaN stays one when its payload does not fit") {
  CHECK(is_nan(Half(std::bit_cast<float>(0x7f800001u)).bits));
  CHECK(is_nan(Half(std::bit_cast<float>(0xff800001u)).bits));
  CHECK(is_nan(Half::from(std::nan("")).bits));
  CHECK(half(0x7e00) == half(0x7e00));
  CHECK(half(0) != half(sign));
}
