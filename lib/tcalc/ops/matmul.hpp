// numpy.matmul and tf.matmul (1.14 and later): a stack of matrix products, the batch axes broadcast.
#pragma once

#include <tcalc/ops/call_options.hpp>
#include <tcalc/ops/operation.hpp>

namespace tcalc {

// Result shape: broadcast(batch axes) + (m, n). A 1-D operand is a row (A) or a column (B), without the axis
// that it lacks in the result, as in numpy.matmul. Throws Error{mismatch} for a 0-D operand, unequal inner
// sizes, batch sizes that do not broadcast; Error{usage} for transpose and adjoint of one operand together.
Contraction matmul(const Operand& a, const Operand& b, const MatmulOptions& options = {});

extern const Operation matmul_operation;

}  // namespace tcalc
