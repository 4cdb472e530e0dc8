// An order of meetings that is found without trying many: the pair that looks best now, again and again.
#pragma once

#include <cstdint>

#include <tcalc/plan/order.hpp>

namespace tcalc {

enum class Greed : std::uint8_t { least_growth, fewest_flops };

// Pairs without a common label come last, the smallest first. No intermediate has more than `most_elements`
// where such a pair is among those that are looked at. Time grows with n log n of the operands' number.
Order greedy_order(const Network& network, Greed greed, double most_elements);

}  // namespace tcalc
