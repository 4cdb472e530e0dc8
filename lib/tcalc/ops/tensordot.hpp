// numpy.tensordot: any axes of A with as many axes of B.
#pragma once

#include <cstdint>
#include <vector>

#include <tcalc/ops/call_options.hpp>
#include <tcalc/ops/operation.hpp>

namespace tcalc {

// Result shape: the free axes of A, then those of B, in their order. Throws Error{mismatch} for lists of
// different length, axes out of range or given twice, and unequal sizes.
Contraction tensordot(const Operand& a, const Operand& b, const TensordotOptions& options);

// The last `count` axes of A with the first `count` of B, in order. Throws Error{mismatch} too when there are
// not so many, Error{usage} when it is negative.
Contraction tensordot(const Operand& a, const Operand& b, std::int64_t count = 2);

extern const Operation tensordot_operation;

}  // namespace tcalc
