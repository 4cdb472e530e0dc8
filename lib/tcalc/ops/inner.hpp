// numpy.inner: the last axis of A with the last axis of B, nothing broadcast.
#pragma once

#include <tcalc/ops/operation.hpp>

namespace tcalc {

// Result shape: A without its last axis, then B without its last. A 0-D operand scales the other. Throws
// Error{mismatch} when the last axes may differ.
Contraction inner(const Operand& a, const Operand& b);

extern const Operation inner_operation;

}  // namespace tcalc
