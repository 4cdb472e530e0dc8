// Operands that nearly meet: reshaped, or without an element too many.
#pragma once

#include <cstddef>
#include <vector>

#include <tcalc/core/hint.hpp>
#include <tcalc/ops/operand.hpp>

namespace tcalc {

struct Rearrangement {
  Operand a, b;         // as they meet
  std::size_t place;    // of the one that is changed
  CallOperand changed;  // and how
};

// What makes the last axis of A meet the axis of B that dot contracts, where both sizes are known and differ:
// the last axes of A flattened, the longer axis split when it is a multiple of the shorter, or one element
// left out. Nothing for operands without words: a program's line cannot do it.
std::vector<Rearrangement> rearrangements(const Operand& a, const Operand& b);

}  // namespace tcalc
