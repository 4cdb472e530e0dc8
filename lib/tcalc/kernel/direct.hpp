// Small products read where they are: no packing, no call for each.
#pragma once

#include <tcalc/kernel/operands.hpp>
#include <tcalc/plan/plan.hpp>

namespace tcalc {

// Writes the products of a piece: a range of the batch.
void run_direct(const Plan& plan, const Piece& piece, const Operands& operands);

}  // namespace tcalc
