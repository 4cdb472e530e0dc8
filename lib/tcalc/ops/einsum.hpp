// numpy.einsum: letters for the axes of any number of operands.
#pragma once

#include <span>
#include <string>

#include <tcalc/ops/call_options.hpp>
#include <tcalc/ops/operation.hpp>

namespace tcalc {

// Letters that the output lacks are summed; without "->" the output is the broadcast axes and then every
// letter that occurs once, in ASCII order. A letter twice in one operand is its diagonal. "..." stands for
// axes that broadcast. An axis of size 1 broadcasts under its letter, as in NumPy. The notes say what is
// legal but rarely meant.
//
// Throws Error{usage} for a spec that is wrong by itself or has another number of terms than there are
// operands; Error{mismatch} where a term does not fit its operand's rank, and for a letter of two sizes.
Outcome einsum(const std::string& spec, std::span<const Operand> operands, const EinsumOptions& options = {});

extern const Operation einsum_operation;

}  // namespace tcalc
