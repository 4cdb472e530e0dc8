// xtensor-blas's calls of the BLAS, and nothing in their place. Of the library's own sources alone.
//
// xtensor-blas has loops of its own for what it takes to be no BLAS, a hundred times slower: whether a
// product is a cblas call is decided by the macro HAVE_CBLAS while its headers are read. Version 0.21 defines
// it too late, unless its configuration has been read before.
#pragma once

#include <xtensor-blas/xblas_config.hpp>

#ifndef HAVE_CBLAS
#error "xtensor-blas would compute products in loops of its own: XTENSOR_USE_FLENS_BLAS must not be defined"
#endif

#include <xtensor-blas/xblas.hpp>

namespace tcalc::detail {

// The loops take their factors by reference, the calls by value: with the loops alone these do not compile.
inline constexpr void (*cblas_gemm)(cxxblas::StorageOrder, cxxblas::Transpose, cxxblas::Transpose, int m,
                                    int n, int k, float alpha, const float* a, int lda, const float* b,
                                    int ldb, float beta, float* c, int ldc) = &cxxblas::gemm<int>;
inline constexpr void (*cblas_gemv)(cxxblas::StorageOrder, cxxblas::Transpose, int m, int n, float alpha,
                                    const float* a, int lda, const float* x, int incx, float beta, float* y,
                                    int incy) = &cxxblas::gemv<int>;

}  // namespace tcalc::detail
