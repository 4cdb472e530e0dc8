// numpy.matvec (2.2 and later): a stack of matrices times a stack of vectors, the batch axes broadcast.
#pragma once

#include <tcalc/ops/operation.hpp>

namespace tcalc {

// Shapes (..., m, n) and (..., n) give broadcast(batch) + (m). Throws Error{mismatch} for an A of less than
// two axes, a 0-D B, unequal sizes, batch sizes that do not broadcast.
Contraction matvec(const Operand& a, const Operand& b);

extern const Operation matvec_operation;

}  // namespace tcalc
