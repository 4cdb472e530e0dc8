// exp and tanh of float32 without branches or calls, so that a loop over them becomes one of vectors: the
// reductions and polynomials of the Cephes library, within 2 ulp.
#pragma once

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include <tcalc/elementwise/function.hpp>

namespace tcalc::loops {

// What is compiled for an instruction set is a type of its own: the linker may not take one for another.
// The bits are the same, as no product is added to before it is rounded (-ffp-contract=off).
template <class InstructionSet>
struct Straight {
  // 2 to a power from -126 to 127.
  static float power_of_two(std::int32_t exponent) { return std::bit_cast<float>((exponent + 127) << 23); }

  // exp(n * ln 2 + r) = 2**n * exp(r), |r| <= ln(2) / 2.
  static float exp(float x) {
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

  static float tanh(float x) {
    const float size = std::abs(x), square = x * x;
    float sum = -5.70498872745e-3F;
    sum = sum * square + 2.06390887954e-2F;
    sum = sum * square - 5.37397155531e-2F;
    sum = sum * square + 1.33314422036e-1F;
    sum = sum * square - 3.33332819422e-1F;
    const float near = sum * square * size + size, far = 1 - 2 / (exp(2 * size) + 1);
    return std::copysign(size < 0.625F ? near : far, x);
  }

  static constexpr auto exp_of_each = [](const std::byte* const* operands, std::byte* result,
                                         std::int64_t count) {
    const auto* from = reinterpret_cast<const float*>(operands[0]);
    auto* to = reinterpret_cast<float*>(result);
    for (std::int64_t i = 0; i < count; ++i) to[i] = exp(from[i]);
  };
  static constexpr auto tanh_of_each = [](const std::byte* const* operands, std::byte* result,
                                          std::int64_t count) {
    const auto* from = reinterpret_cast<const float*>(operands[0]);
    auto* to = reinterpret_cast<float*>(result);
    for (std::int64_t i = 0; i < count; ++i) to[i] = tanh(from[i]);
  };
};

// Loops over blocks of float32, for one instruction set.
struct StraightLoops {
  ElementBlocks* exp;
  ElementBlocks* tanh;
};
template <class InstructionSet>
constexpr StraightLoops straight_loops_of() {
  return {Straight<InstructionSet>::exp_of_each, Straight<InstructionSet>::tanh_of_each};
}

struct Baseline;
struct Avx2;
struct Avx512;
// Only where cpu_features() has them.
StraightLoops straight_loops_avx2();
StraightLoops straight_loops_avx512();

// Those of the widest vectors that this processor has.
const StraightLoops& straight_loops();

}  // namespace tcalc::loops
