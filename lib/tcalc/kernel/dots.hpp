// Stacks of dot products in dtypes that no vector kernel reads where they are: both operands are copied, a
// part of k at a time.
#pragma once

#include <tcalc/kernel/operands.hpp>
#include <tcalc/kernel/scratch.hpp>
#include <tcalc/plan/plan.hpp>

namespace tcalc {

// Writes the elements of a piece, of each product in its range of the batch. Not for booleans.
void run_dots(const Plan& plan, const Piece& piece, const Operands& operands, Scratch& scratch);

}  // namespace tcalc
