// What could have been meant by an einsum that is not legal.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <tcalc/core/error.hpp>
#include <tcalc/ops/einsum_spec.hpp>
#include <tcalc/ops/operation.hpp>

namespace tcalc {

// einsum with those subscripts.
CallHint einsum_call(const std::string& spec, std::span<const Operand> operands);

// At most three calls, those that broadcast or sum a letter alone last: names with spaces as letters, an
// ellipsis for axes without a letter or in the output, and other letters by size for the axes that `refusal`
// marks. `try_spec` gives the outcome of a spec on the operands, or throws.
std::vector<CallHint> einsum_hints(const std::string& typed, std::span<const Operand> operands,
                                   const Error& refusal,
                                   const std::function<Outcome(const std::string&)>& try_spec);

}  // namespace tcalc
