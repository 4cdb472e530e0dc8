// numpy.kron: the Kronecker product.
#pragma once

#include <tcalc/ops/operation.hpp>

namespace tcalc {

// Result shape: the product of the two shapes axis by axis, the shorter one padded with leading 1s. Never a
// mismatch.
Outcome kron(const Operand& a, const Operand& b);

extern const Operation kron_operation;

}  // namespace tcalc
