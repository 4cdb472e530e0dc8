// Whether the BLAS's kernels compute right products.
#pragma once

namespace tcalc {

// Multiplies matrices of small integers in each dtype of the BLAS, small and large, transposed and not, and
// compares exactly. Takes a few milliseconds.
bool blas_computes();

}  // namespace tcalc
