// numpy.linalg.multi_dot: a chain of matrix products, in the order that takes the fewest operations.
#pragma once

#include <span>

#include <tcalc/ops/operation.hpp>

namespace tcalc {

// Shapes (m, k), (k, l), ..., (p, n) give (m, n); the first operand may be a row (k,), the last a column
// (p,). Throws Error{mismatch} for other ranks and unequal sizes.
Contraction multi_dot(std::span<const Operand> operands);

extern const Operation multi_dot_operation;

}  // namespace tcalc
