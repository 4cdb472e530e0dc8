#include <algorithm>
#include <app/mpi/scalapack.hpp>
#include <array>
#include <complex>

#include <tcalc/core/blocks_of.hpp>
#include <tcalc/core/error.hpp>

namespace {

// C[ic, jc] = alpha * A[ia, ja] B[ib, jb] + beta * C, each with its descriptor.
template <class T>
using Pgemm = void(const char* transa, const char* transb, const int* m, const int* n, const int* k,
                   const T* alpha, const T* a, const int* ia, const int* ja, const int* desca, const T* b,
                   const int* ib, const int* jb, const int* descb, const T* beta, T* c, const int* ic,
                   const int* jc, const int* descc);

}  // namespace

extern "C" {
void Cblacs_get(int context, int what, int* value);
void Cblacs_gridinit(int* context, const char* order, int p, int q);
void Cblacs_gridinfo(int context, int* p, int* q, int* row, int* column);
void Cblacs_gridexit(int context);
Pgemm<float> psgemm_;
Pgemm<double> pdgemm_;
Pgemm<std::complex<float>> pcgemm_;
Pgemm<std::complex<double>> pzgemm_;
}

namespace tcalc::app {

ProcessGrid::ProcessGrid(int p, int q) : p_(p), q_(q) {
  Cblacs_get(-1, 0, &context_);
  Cblacs_gridinit(&context_, "Row", p, q);
  Cblacs_gridinfo(context_, &p, &q, &row_, &column_);
}

ProcessGrid::~ProcessGrid() { Cblacs_gridexit(context_); }

std::int64_t block_of(std::int64_t size, int processes) {
  return std::max<std::int64_t>(block_count(size, processes), 1);
}

Extent extent_of(std::int64_t size, int index, int processes) {
  const std::int64_t block = block_of(size, processes), first = std::min(size, index * block);
  return {first, std::min(size, first + block) - first};
}

namespace {

// What PBLAS asks for: kind, context, sizes, blocks, where the first block is, leading dimension.
using Descriptor = std::array<int, 9>;

Descriptor descriptor_of(const ProcessGrid& grid, const SpreadMatrix& matrix) {
  const std::int64_t own_rows = extent_of(matrix.rows, grid.row(), grid.p()).count;
  return {1,
          grid.context(),
          static_cast<int>(matrix.rows),
          static_cast<int>(matrix.columns),
          static_cast<int>(block_of(matrix.rows, grid.p())),
          static_cast<int>(block_of(matrix.columns, grid.q())),
          0,
          0,
          static_cast<int>(std::max<std::int64_t>(own_rows, 1))};
}

template <class T>
void multiply_with(Pgemm<T>& pgemm, const ProcessGrid& grid, const SpreadMatrix& a, const SpreadMatrix& b,
                   const SpreadMatrix& c) {
  const auto m = static_cast<int>(c.rows), n = static_cast<int>(c.columns), k = static_cast<int>(a.columns);
  const Descriptor of_a = descriptor_of(grid, a), of_b = descriptor_of(grid, b),
                   of_c = descriptor_of(grid, c);
  constexpr int first = 1;
  const T one = 1, zero = 0;
  pgemm("N", "N", &m, &n, &k, &one, reinterpret_cast<const T*>(a.own), &first, &first, of_a.data(),
        reinterpret_cast<const T*>(b.own), &first, &first, of_b.data(), &zero, reinterpret_cast<T*>(c.own),
        &first, &first, of_c.data());
}

}  // namespace

void multiply(Dtype dtype, const ProcessGrid& grid, const SpreadMatrix& a, const SpreadMatrix& b,
              const SpreadMatrix& c) {
  switch (dtype) {
    case Dtype::float32:
      return multiply_with<float>(psgemm_, grid, a, b, c);
    case Dtype::float64:
      return multiply_with<double>(pdgemm_, grid, a, b, c);
    case Dtype::complex64:
      return multiply_with<std::complex<float>>(pcgemm_, grid, a, b, c);
    case Dtype::complex128:
      return multiply_with<std::complex<double>>(pzgemm_, grid, a, b, c);
    default:
      throw Error(ErrorKind::internal, "ScaLAPACK has no product of " + std::string(name_of(dtype)));
  }
}

}  // namespace tcalc::app
