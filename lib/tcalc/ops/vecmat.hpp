// numpy.vecmat (2.2 and later): a stack of vectors times a stack of matrices, the batch axes broadcast, A
// conjugated.
#pragma once

#include <tcalc/ops/operation.hpp>

namespace tcalc {

// Shapes (..., n) and (..., n, m) give broadcast(batch) + (m). Throws Error{mismatch} for a 0-D A, a B of
// less than two axes, unequal sizes, batch sizes that do not broadcast.
Contraction vecmat(const Operand& a, const Operand& b);

extern const Operation vecmat_operation;

}  // namespace tcalc
