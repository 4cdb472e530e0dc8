#include <cmath>
#include <limits>
#include <string>
#include <tests/support/catch.hpp>

#include <tcalc/core/bfloat16.hpp>
#include <tcalc/core/cast.hpp>
#include <tcalc/text/number.hpp>

using namespace tcalc;

namespace {

constexpr std::uint32_t patterns = 0x10000;
constexpr std::uint32_t sign = 0x8000;
constexpr std::uint32_t infinity = BFloat16::infinity;

BFloat16 bfloat16(std::uint32_t bits) {
  BFloat16 value;
  value.bits = static_cast<std::uint16_t>(bits);
  return value;
}

// 8 bits of exponent with a bias of 127, 7 bits of fraction.
double value_of(std::uint32_t bits) {
  const int exponent = static_cast<int>(bits >> 7 & 255);
  const int fraction = static_cast<int>(bits & 127);
  double value = exponent == 0 ? std::ldexp(fraction, -133) : std::ldexp(128 + fraction, exponent - 134);
  if (exponent == 255) value = fraction == 0 ? std::numeric_limits<double>::infinity() : std::nan("");
  return std::copysign(value, bits & sign ? -1.0 : 1.0);
}

bool is_nan(std::uint32_t bits) { return (bits & ~sign) > infinity; }

}  // namespace

TEST_CASE("every bfloat16 has the value that its bits define, and survives the way to float and back") {
  int wrong = 0;
  for (std::uint32_t bits = 0; bits < patterns; ++bits) {
    const auto value = static_cast<float>(bfloat16(bits));
    const bool same = is_nan(bits) ? std::isnan(value) : value == value_of(bits);
    if (!same || std::signbit(value) != ((bits & sign) != 0)) ++wrong;
    if (BFloat16(value).bits != bits) ++wrong;
  }
  CHECK(wrong == 0);
}

TEST_CASE("halfway between two of bfloat16 the even one is nearest, elsewhere the nearer one") {
  int wrong = 0;
  for (std::uint32_t below = 0; below < infinity; ++below) {
    const std::uint32_t even = below % 2 == 0 ? below : below + 1;
    // The upper half of a float is a bfloat16: the middle to the next has only its highest lower bit set.
    const auto middle = std::bit_cast<float>(below << 16 | 0x8000u);
    for (const std::uint32_t negative : {0u, sign}) {
      const float way = negative != 0 ? -1.0f : 1.0f;
      if (BFloat16(way * middle).bits != (even | negative)) ++wrong;
      if (BFloat16(way * std::nextafter(middle, 0.0f)).bits != (below | negative)) ++wrong;
      if (BFloat16(way * std::nextafter(middle, std::numeric_limits<float>::infinity())).bits !=
          ((below + 1) | negative))
        ++wrong;
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE("bfloat16 has infinities and NaNs of its own") {
  CHECK(BFloat16(std::numeric_limits<float>::infinity()).bits == infinity);
  CHECK(BFloat16(std::numeric_limits<float>::max()).bits == infinity);
  CHECK(BFloat16::from(-1e300).bits == (infinity | sign));
  CHECK(is_nan(BFloat16(std::bit_cast<float>(0x7f800001u)).bits));
  CHECK(is_nan(BFloat16(std::bit_cast<float>(0xffffffffu)).bits));
  CHECK(is_nan(BFloat16::from(std::nan("")).bits));
  CHECK(cast<BFloat16>(std::int64_t{257}).bits == BFloat16(256.0f).bits);
  CHECK(cast<std::int32_t>(BFloat16(-2.5f)) == -2);
}

TEST_CASE("a bfloat16 is written with the fewest digits that read back as it") {
  CHECK(text::real_text(BFloat16(0.1f)) == "0.1");
  CHECK(text::real_text(BFloat16(0.3f)) == "0.3");  // as is 0.301
  CHECK(text::real_text(BFloat16(0.7f)) == "0.7");  // as is 0.699
  CHECK(text::real_text(BFloat16(1.0f / 3)) == "0.334");
  CHECK(text::real_text(BFloat16(3e38f)) == "3e+38");
  CHECK(text::real_text(BFloat16(256.0f)) == "256.0");
  int wrong = 0;
  for (std::uint32_t bits = 0; bits < infinity; ++bits) {
    const std::string text = text::real_text(bfloat16(bits));
    if (BFloat16::from(text::parse_number(text).value()).bits != bits) ++wrong;
  }
  CHECK(wrong == 0);
}
