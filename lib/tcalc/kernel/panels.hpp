// Large products of floats by our own tiles.
#pragma once

#include <tcalc/kernel/operands.hpp>
#include <tcalc/kernel/team.hpp>
#include <tcalc/plan/plan.hpp>

namespace tcalc {

// Computes all products of a plan whose kernel is Kernel::panels: float32, float64, complex64 or complex128,
// columns of the result next to one another. A sum's bits depend on k alone: see chain_length.
void run_panels(const Plan& plan, const Operands& operands, int threads, const Progress& progress);

// A part of them alone; and that on the thread that calls it.
void run_panels(const Plan& plan, const Piece& part, const Operands& operands, int threads,
                const Progress& progress);
void run_panels(const Plan& plan, const Piece& part, const Operands& operands, Scratch& scratch);

}  // namespace tcalc
