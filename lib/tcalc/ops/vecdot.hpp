// numpy.vecdot (2.0 and later): a stack of inner products, the batch axes broadcast, A conjugated.
#pragma once

#include <tcalc/ops/call_options.hpp>
#include <tcalc/ops/operation.hpp>

namespace tcalc {

// Result shape: the broadcast of all axes but the contracted one. Throws Error{mismatch} for a 0-D operand,
// an axis out of range, unequal sizes, batch sizes that do not broadcast.
Contraction vecdot(const Operand& a, const Operand& b, const VecdotOptions& options = {});

extern const Operation vecdot_operation;

}  // namespace tcalc
