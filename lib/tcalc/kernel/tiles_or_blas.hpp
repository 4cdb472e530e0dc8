// Whether a product that is worth a BLAS call is left to our own packed tiles.
#pragma once

#include <tcalc/kernel/blas_kernels.hpp>
#include <tcalc/kernel/instruction_set.hpp>
#include <tcalc/plan/plan.hpp>

namespace tcalc {

// Whether tiles of this instruction set are faster than the BLAS's kernels.
bool tiles_outdo(InstructionSet tiles, BlasKernels kernels);

// Whether panels of these tiles are faster than the BLAS with kernels of the same instructions.
bool panels_outdo_blas(const Plan& plan, InstructionSet tiles);

// Whether the largest products are left to our own tiles, too.
bool tiles_take_all(InstructionSet tiles, BlasKernels kernels);

// The same products by panels.
Plan with_panels(const Plan& plan);

// The plan as it runs beside these kernels: a product of matrices that the tiles compute faster is theirs; a
// vector times a matrix waits for memory, and stays with the BLAS.
Plan beside(const Plan& plan, InstructionSet tiles, BlasKernels kernels);

}  // namespace tcalc
