// How a large product of floats is cut for our own tiles: into panels of both operands, which all threads
// pack together and then share. Pure functions of a plan's sizes and dtype.
#pragma once

#include <cstdint>

#include <tcalc/plan/plan.hpp>

namespace tcalc {

// Every tile has a number of rows and of columns that divides this.
inline constexpr std::int64_t panel_unit = 96;
// Steps along k that a tile takes at a time: a sliver of B, as deep as this, stays in the L1 cache while
// those of A stream past it.
inline constexpr std::int64_t panel_depth = 256;

// Whether one matrix of the plan is large enough for panels: decided by its own sizes, so that it gets the
// same bits alone and in a stack.
bool fills_panels(const Plan& plan);

// Rows of the left operand, columns of the right one and steps along k that are packed at a time. Each is a
// multiple of what every tile needs, but for the last panels of a product.
struct PanelSizes {
  std::int64_t m, n, k;
};
PanelSizes panel_sizes(const Plan& plan);

// Bytes of both panels of a plan, and of the sums of a k so long that parts of it are added.
std::int64_t panel_bytes(const Plan& plan);

}  // namespace tcalc
