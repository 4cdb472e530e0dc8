// The one door to the BLAS: checked sizes in, no silent failure out.
#pragma once

#include <cstddef>
#include <cstdint>

#include <tcalc/core/dtype.hpp>

namespace tcalc {

// A matrix as the BLAS takes it: `leading_dimension` elements from one row to the next (one column, when
// transposed).
struct BlasMatrix {
  const std::byte* data;
  std::int64_t leading_dimension;
  bool transposed;
};

// Sizes above this do not fit the BLAS's int; pieces of a plan stay far below it.
inline constexpr std::int64_t blas_size_limit = 0x7fffffff;

// c[m x n, row stride c_stride] = left[m x k] * right[k x n], or += when `accumulate`. dtype is float32,
// float64, complex64 or complex128; m, n, k > 0. Throws Error{internal} when a size does not fit or the BLAS
// refuses its arguments.
void blas_gemm(Dtype dtype, std::int64_t m, std::int64_t n, std::int64_t k, const BlasMatrix& left,
               const BlasMatrix& right, bool accumulate, std::byte* c, std::int64_t c_stride);

}  // namespace tcalc
