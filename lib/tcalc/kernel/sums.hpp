// One operand alone: sums along some of its axes, its diagonal, or a copy in another order of axes.
#pragma once

#include <tcalc/kernel/operands.hpp>
#include <tcalc/kernel/scratch.hpp>

namespace tcalc {

void run_sums(const Plan& plan, const Piece& piece, const Operands& operands, Scratch& scratch);

}  // namespace tcalc
