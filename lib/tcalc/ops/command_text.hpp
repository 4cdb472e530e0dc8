// Commands that can be pasted.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include <tcalc/ops/operand.hpp>

namespace tcalc {

// "tcalc einsum 'ij,jk->ik' 2,3 3,4": the operands' words between two parts. Where an operand has no word, as
// in the lines of a program, it is such a line: "matmul q k --transpose-b".
std::string command_text(std::string_view before, std::span<const Operand> operands,
                         std::string_view after = {});

}  // namespace tcalc
