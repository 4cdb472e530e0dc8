// A product that is one of two matrices, as its plan has folded it.
#pragma once

#include <cstdint>
#include <vector>

#include <tcalc/core/tensor.hpp>
#include <tcalc/plan/schedule.hpp>

namespace tcalc::app {

// C[m, n] = the sum over k of left[m, k] * right[k, n]; C has its rows one after the other.
struct FoldedProduct {
  Dtype dtype = Dtype::float64;
  std::int64_t m = 0, n = 0, k = 0;
  TensorView left, right;  // m x k and k x n, in the dtypes, order and byte order of their files
};

// Throws Error{usage} that names --part for all that is not one product of two matrices of float32, float64,
// complex64 or complex128, and for sizes that ScaLAPACK's 32 bits do not hold.
FoldedProduct folded_product(const Schedule& schedule, const TensorView& a, const TensorView& b);

// The grid of so many processes in which each sends and receives least.
struct GridSizes {
  int p = 1, q = 1;  // along n and m: ScaLAPACK computes the transposed product
};
GridSizes grid_sizes(const FoldedProduct& product, int processes);

// A rectangle of a matrix.
TensorView rectangle(const TensorView& matrix, std::int64_t first_row, std::int64_t rows,
                     std::int64_t first_column, std::int64_t columns);

}  // namespace tcalc::app
