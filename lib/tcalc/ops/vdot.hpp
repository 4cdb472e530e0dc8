// numpy.vdot: one sum over all elements of two operands of equal size, A conjugated.
#pragma once

#include <tcalc/ops/operation.hpp>

namespace tcalc {

// Result shape: (). Operands of different shape are flattened in C order. Throws Error{mismatch} when they
// may have different numbers of elements.
Outcome vdot(const Operand& a, const Operand& b);

extern const Operation vdot_operation;

}  // namespace tcalc
