// Small products: the left operand is read where it is, the right one too where that can be done.
#pragma once

#include <tcalc/kernel/operands.hpp>
#include <tcalc/kernel/scratch.hpp>
#include <tcalc/plan/plan.hpp>

namespace tcalc {

// Writes the rows of a piece, of each product in its range of the batch.
void run_direct(const Plan& plan, const Piece& piece, const Operands& operands, Scratch& scratch);

}  // namespace tcalc
