// The one door to ScaLAPACK: a grid of processes, and products of matrices that are spread over it. Whatever
// has the interface of BLACS and PBLAS can be linked: MKL, LibSci, COSMA and SLATE have it too.
#pragma once

#include <cstddef>
#include <cstdint>

#include <tcalc/core/dtype.hpp>

namespace tcalc::app {

// p x q processes, in which this one is at (row, column). Of all processes of MPI, each of which makes it.
class ProcessGrid {
 public:
  ProcessGrid(int p, int q);
  ProcessGrid(const ProcessGrid&) = delete;
  ProcessGrid& operator=(const ProcessGrid&) = delete;
  ~ProcessGrid();

  int p() const { return p_; }
  int q() const { return q_; }
  int row() const { return row_; }
  int column() const { return column_; }
  int context() const { return context_; }

 private:
  int context_ = 0, p_, q_, row_ = 0, column_ = 0;
};

// A range of the rows or columns of a matrix: each process of a line has one, as even as whole ranges can be.
struct Extent {
  std::int64_t first = 0, count = 0;
};
// What the process at `index` of `processes` has of `size`; all but the last ones have block_of().
Extent extent_of(std::int64_t size, int index, int processes);
std::int64_t block_of(std::int64_t size, int processes);

// A matrix in column-major order, of which each process holds one rectangle, its columns one after the other.
struct SpreadMatrix {
  std::int64_t rows, columns;  // of the whole
  std::byte* own;              // this process's rectangle
};

// C = A B: float32, float64, complex64 or complex128. Every process of the grid calls it.
void multiply(Dtype dtype, const ProcessGrid& grid, const SpreadMatrix& a, const SpreadMatrix& b,
              const SpreadMatrix& c);

}  // namespace tcalc::app
