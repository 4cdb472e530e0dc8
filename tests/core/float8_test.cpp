#include <bit>
#include <cmath>
#include <limits>
#include <tests/support/catch.hpp>

#include <tcalc/core/cast.hpp>
#include <tcalc/core/float8.hpp>

using namespace tcalc;

namespace {

constexpr std::uint32_t sign = 0x80;
constexpr float infinity = std::numeric_limits<float>::infinity();

template <class Float>
Float of_bits(std::uint32_t bits) {
  Float value;
  value.bits = static_cast<std::uint8_t>(bits);
  return value;
}

// By the definition: `exponent_bits` of exponent, the rest fraction.
template <class Float, int exponent_bits>
double value_of(std::uint32_t bits) {
  constexpr int fraction_bits = 7 - exponent_bits, bias = (1 << (exponent_bits - 1)) - 1;
  const int exponent = static_cast<int>((bits & 0x7f) >> fraction_bits);
  const int fraction = static_cast<int>(bits & ((1u << fraction_bits) - 1));
  const double value = exponent == 0
                           ? std::ldexp(fraction, 1 - bias - fraction_bits)
                           : std::ldexp((1 << fraction_bits) + fraction, exponent - bias - fraction_bits);
  return (bits & sign) != 0 ? -value : value;
}

// Every number has its value and comes back, and what lies between two goes to the nearer, the middle to the
// even one.
template <class Float, int exponent_bits>
int wrong_numbers() {
  int wrong = 0;
  const auto number = [](std::uint32_t bits) {
    return static_cast<float>(value_of<Float, exponent_bits>(bits));
  };
  const std::uint32_t numbers = exponent_bits == 4 ? 0x7f : 0x7c;  // that are no NaN and no infinity
  for (std::uint32_t bits = 0; bits < numbers; ++bits) {
    for (const std::uint32_t negative : {0u, sign}) {
      const auto value = static_cast<float>(of_bits<Float>(bits | negative));
      if (value != number(bits | negative) || std::signbit(value) != (negative != 0)) ++wrong;
      if (Float(value).bits != (bits | negative)) ++wrong;
      if (bits + 1 == numbers) continue;
      const float way = negative != 0 ? -1.0f : 1.0f;
      const float middle = (number(bits) + number(bits + 1)) / 2;
      const std::uint32_t even = bits % 2 == 0 ? bits : bits + 1;
      if (Float(way * middle).bits != (even | negative)) ++wrong;
      if (Float(way * std::nextafter(middle, 0.0f)).bits != (bits | negative)) ++wrong;
      if (Float(way * std::nextafter(middle, infinity)).bits != ((bits + 1) | negative)) ++wrong;
    }
  }
  return wrong;
}

}  // namespace

TEST_CASE("every float8 has the value that its bits define, and rounding is to the nearest") {
  CHECK(wrong_numbers<Float8E4M3, 4>() == 0);
  CHECK(wrong_numbers<Float8E5M2, 5>() == 0);
}

TEST_CASE("beyond the largest float8 there is NaN in E4M3 and infinity in E5M2") {
  CHECK(static_cast<float>(Float8E4M3(464.0f)) == 448);
  CHECK(Float8E4M3(std::nextafter(464.0f, infinity)).bits == 0x7f);
  CHECK(Float8E4M3(-1e30f).bits == 0xff);
  CHECK(Float8E4M3(infinity).bits == 0x7f);
  CHECK(std::isnan(static_cast<float>(of_bits<Float8E4M3>(0x7f))));
  CHECK(static_cast<float>(Float8E5M2(std::nextafter(61440.0f, 0.0f))) == 57344);
  CHECK(Float8E5M2(61440.0f).bits == 0x7c);
  CHECK(Float8E5M2(-infinity).bits == 0xfc);
  CHECK(static_cast<float>(of_bits<Float8E5M2>(0xfc)) == -infinity);
  CHECK(std::isnan(static_cast<float>(Float8E5M2(std::nanf("")))));
  CHECK(std::isnan(static_cast<float>(of_bits<Float8E5M2>(0x7d))));
}

TEST_CASE("other dtypes become float8 by way of float32") {
  CHECK(cast<Float8E4M3>(std::int64_t{17}).bits == Float8E4M3(16.0f).bits);
  CHECK(cast<Float8E5M2>(1e300).bits == 0x7c);
  CHECK(cast<std::int8_t>(Float8E4M3(-2.5f)) == -2);
  CHECK(cast<double>(cast<Float8E5M2>(Half(0.1f))) == 0.09375);
}
