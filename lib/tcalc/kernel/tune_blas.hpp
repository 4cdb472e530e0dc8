// Faster kernels of OpenBLAS, where it has not chosen those that fit the processor; see blas_choice.hpp.
#pragma once

#include <tcalc/export.hpp>

namespace tcalc {

/// Chooses OpenBLAS's kernels anew, where it has faster ones than it took and OPENBLAS_CORETYPE is not set.
/// Kernels that compute wrong products are not taken. Not to be called while another thread computes with
/// OpenBLAS or reads the environment. Takes a few milliseconds at most, from the second call on nothing.
TCALC_EXPORT void tune_blas();

/// From now on tune_blas is called before the BLAS is first used or spoken of.
void tune_blas_at_first_use();

}  // namespace tcalc
