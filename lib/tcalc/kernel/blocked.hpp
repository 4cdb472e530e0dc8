// Our own kernel for any size: packs blocks of both operands and multiplies them in register tiles. Every
// dtype but bool, every stride.
#pragma once

#include <tcalc/kernel/operands.hpp>
#include <tcalc/kernel/scratch.hpp>
#include <tcalc/plan/plan.hpp>

namespace tcalc {

// Writes one piece of one product; `operands` are those of its place in the batch.
void run_blocked(const Plan& plan, const Piece& piece, const Operands& operands, Scratch& scratch);

}  // namespace tcalc
