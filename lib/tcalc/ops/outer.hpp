// numpy.outer: every element of A times every element of B.
#pragma once

#include <tcalc/ops/operation.hpp>

namespace tcalc {

// Result shape: (elements of A, elements of B), both in C order. Never a mismatch.
Outcome outer(const Operand& a, const Operand& b);

extern const Operation outer_operation;

}  // namespace tcalc
