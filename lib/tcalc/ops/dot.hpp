// numpy.dot, theano.dot and keras.backend.dot: the last axis of A with the second-to-last of B, nothing
// broadcast.
#pragma once

#include <tcalc/ops/operation.hpp>

namespace tcalc {

// Result shape: A without its last axis, then B without its second-to-last (its only one, when B is 1-D). A
// 0-D operand scales the other. Throws Error{mismatch} when the contracted sizes may differ.
Contraction dot(const Operand& a, const Operand& b);

extern const Operation dot_operation;

}  // namespace tcalc
