// Products of booleans: a row of the result is the union of those rows of B that a row of A selects, 64
// columns to a word, four rows at a time out of a table of their unions.
#pragma once

#include <tcalc/kernel/operands.hpp>
#include <tcalc/kernel/scratch.hpp>
#include <tcalc/plan/plan.hpp>

namespace tcalc {

// Writes one piece of one product of bool operands.
void run_bits(const Plan& plan, const Piece& piece, const Operands& operands, Scratch& scratch);

}  // namespace tcalc
