// Functions without branches or calls, so that a loop over them becomes one of vectors. The bits are the same
// for every instruction set, as no product is added to before it is rounded (-ffp-contract=off).
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace tcalc::loops::straight {

// 2 to a power from -126 to 127, and from -1022 to 1023.
inline float power_of_two(std::int32_t exponent) { return std::bit_cast<float>((exponent + 127) << 23); }
inline double power_of_two(std::uint64_t exponent) {
  return std::bit_cast<double>((exponent + 1023) << 52U);  // one below 0 wraps
}

// The reduction and the polynomial of the Cephes library, within 2 ulp: exp(n * ln 2 + r) = 2**n * exp(r),
// |r| <= ln(2) / 2.
inline float exp(float x) {
  constexpr float least = -104, most = 89;  // beyond them the result is 0, or infinite
  x = x < least ? least : x;
  x = x > most ? most : x;
  constexpr float log2_e = 1.44269504F, ln2_high = 0.693359375F, ln2_low = -2.12194440e-4F;
  constexpr float rounds = 0x1.8p23F;  // added, what is behind the point is lost
  const float shifted = x * log2_e + rounds, whole = shifted - rounds;
  const float r = (x - whole * ln2_high) - whole * ln2_low;
  float sum = 1.9875691500e-4F;
  sum = sum * r + 1.3981999507e-3F;
  sum = sum * r + 8.3334519073e-3F;
  sum = sum * r + 4.1665795894e-2F;
  sum = sum * r + 1.6666665459e-1F;
  sum = sum * r + 5.0000001201e-1F;
  sum = sum * (r * r) + r + 1;
  // In two steps: 2**n itself may be infinite or denormal. The integer is in shifted's last bits.
  const auto n = std::bit_cast<std::int32_t>(shifted) - std::bit_cast<std::int32_t>(rounds);
  const std::int32_t half = n >> 1;
  return sum * power_of_two(half) * power_of_two(n - half);
}

// The same of double, with Taylor's polynomial: what it leaves out is less than 2**-57 of the sum.
inline double exp(double x) {
  constexpr double least = -746, most = 710;
  x = x < least ? least : x;
  x = x > most ? most : x;
  constexpr double log2_e = 1.4426950408889634, ln2_high = 6.93147180369123816490e-01,
                   ln2_low = 1.90821492927058770002e-10;
  constexpr double rounds = 0x1.8p52;
  const double shifted = x * log2_e + rounds, whole = shifted - rounds;
  const double r = (x - whole * ln2_high) - whole * ln2_low;
  double sum = 1.0 / 6227020800;
  sum = sum * r + 1.0 / 479001600;
  sum = sum * r + 1.0 / 39916800;
  sum = sum * r + 1.0 / 3628800;
  sum = sum * r + 1.0 / 362880;
  sum = sum * r + 1.0 / 40320;
  sum = sum * r + 1.0 / 5040;
  sum = sum * r + 1.0 / 720;
  sum = sum * r + 1.0 / 120;
  sum = sum * r + 1.0 / 24;
  sum = sum * r + 1.0 / 6;
  sum = sum * r + 0.5;
  sum = sum * (r * r) + r + 1;
  // Shifted without sign: vectors of AVX2 have no other shift of so many bits.
  constexpr std::uint64_t above = 4096;
  const std::uint64_t n = std::bit_cast<std::uint64_t>(shifted) - std::bit_cast<std::uint64_t>(rounds);
  const std::uint64_t half = ((n + above) >> 1U) - above / 2;
  return sum * power_of_two(half) * power_of_two(n - half);
}

// The polynomial of the Cephes library, within 2 ulp.
inline float tanh(float x) {
  const float size = std::abs(x), square = x * x;
  float sum = -5.70498872745e-3F;
  sum = sum * square + 2.06390887954e-2F;
  sum = sum * square - 5.37397155531e-2F;
  sum = sum * square + 1.33314422036e-1F;
  sum = sum * square - 3.33332819422e-1F;
  const float near = sum * square * size + size, far = 1 - 2 / (exp(2 * size) + 1);
  return std::copysign(size < 0.625F ? near : far, x);
}

// The quotient of polynomials of the Cephes library, within 2 ulp.
inline double tanh(double x) {
  const double size = std::abs(x), square = x * x;
  const double above =
      (-9.64399179425052238628E-1 * square - 9.92877231001918586564E1) * square - 1.61468768441708447952E3;
  const double below = ((square + 1.12811678491632931402E2) * square + 2.23548839060100448583E3) * square +
                       4.84406305325125486048E3;
  const double near = size * square * (above / below) + size, far = 1 - 2 / (exp(2 * size) + 1);
  return std::copysign(size < 0.625 ? near : far, x);
}

// FreeBSD's log, within 1 ulp: log(2**n * (1 + f)) = n * ln 2 + log(1 + f), 1 + f between sqrt(1/2) and
// sqrt(2), by s = f / (2 + f).
inline double log(double x) {
  constexpr std::uint64_t one = 0x3FF0000000000000, root_of_half = 0x3FE6A09E00000000;
  constexpr std::uint64_t fraction = 0x000FFFFFFFFFFFFF, whole = 0x4330000000000000;
  constexpr double ln2_high = 6.93147180369123816490e-01, ln2_low = 1.90821492927058770002e-10;
  constexpr double least_normal = std::numeric_limits<double>::min();
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const double normal = x < least_normal ? x * 0x1p54 : x;
  const std::uint64_t shifted = std::bit_cast<std::uint64_t>(normal) + (one - root_of_half);
  // The exponent as the last bits of a number beyond 2**52.
  const double biased = std::bit_cast<double>((shifted >> 52U) | whole) - (0x1p52 + 1023);
  const double n = x < least_normal ? biased - 54 : biased;
  const double f = std::bit_cast<double>((shifted & fraction) + root_of_half) - 1;
  const double s = f / (2 + f), z = s * s, w = z * z, half_square = 0.5 * f * f;
  const double odd =
      w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01));
  const double even =
      z * (6.666666666666735130e-01 +
           w * (2.857142874366239149e-01 + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)));
  const double sum = s * (half_square + (odd + even)) + n * ln2_low;
  const double found = n * ln2_high - ((half_square - sum) - f);
  const double beyond = x == 0 ? -infinity : x < 0 ? std::numeric_limits<double>::quiet_NaN() : x;
  return x > 0 && x < infinity ? found : beyond;
}
inline float log(float x) { return static_cast<float>(log(static_cast<double>(x))); }

}  // namespace tcalc::loops::straight
