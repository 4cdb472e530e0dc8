// The two rules behind batch_dot; see batch_dot.hpp for what they say.
#pragma once

#include <cstdint>
#include <vector>

#include <tcalc/ops/operation.hpp>

namespace tcalc {

// axes: none, one or two, as typed.
Contraction batch_dot_until_2_2_4(const Operand& a, const Operand& b, const std::vector<std::int64_t>& axes);
Contraction batch_dot_from_2_2_5(const Operand& a, const Operand& b, const std::vector<std::int64_t>& axes);

}  // namespace tcalc
