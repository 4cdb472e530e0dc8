// The only file that includes xtensor-blas.
#include <complex>
#include <cstdio>
#include <omp.h>
#include <string>
#include <string_view>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/kernel/blas.hpp>
#include <tcalc/kernel/cxxblas.hpp>

namespace {
// Whether this thread is within a call of ours, and what xerbla_ was told there; empty when nothing.
thread_local bool is_calling = false;
thread_local std::string refused_call;
}  // namespace

// Takes the place of the BLAS's own handler, which prints to standard output and returns as if all were well.
// Weak: a program's own handler comes before it, and its own wrong calls are told on standard error.
extern "C" [[gnu::weak]] int xerbla_(const char* routine, const int* parameter, int length) {
  std::string_view name(routine, static_cast<std::size_t>(length > 0 ? length : 0));
  name = name.substr(0, name.find(' '));  // it is padded
  const std::string call = tcalc::formatted("{}, parameter {}", name, *parameter);
  if (is_calling)
    refused_call = call;
  else
    std::fprintf(stderr, "the BLAS refused its arguments (%s)\n", call.c_str());
  return 0;
}

namespace tcalc {

namespace {

// A call of ours: while one is alive, the BLAS uses no thread but the one that calls it, as how many threads
// there are changes its bits.
class BlasCall {
 public:
  BlasCall() : before_(omp_get_max_threads()) {
    omp_set_num_threads(1);
    is_calling = true;
  }
  BlasCall(const BlasCall&) = delete;
  BlasCall& operator=(const BlasCall&) = delete;
  ~BlasCall() {
    omp_set_num_threads(before_);
    is_calling = false;
  }

 private:
  int before_;
};

int blas_size(std::int64_t size) {
  if (size <= 0 || size > blas_size_limit) {
    throw Error(ErrorKind::internal, formatted("a size of {} reached the BLAS", size));
  }
  return static_cast<int>(size);
}

// A single row: c[n] = row[k] * right[k x n]. The row's elements are next to one another, or a column apart
// when it is transposed.
template <class T>
void gemv(int n, int k, const BlasMatrix& left, const BlasMatrix& right, bool accumulate, std::byte* c) {
  const auto* matrix = reinterpret_cast<const T*>(right.data);
  const auto* row = reinterpret_cast<const T*>(left.data);
  const int step = left.transposed ? blas_size(left.leading_dimension) : 1;
  const int right_step = blas_size(right.leading_dimension);
  const T beta(accumulate ? 1 : 0);
  auto* out = reinterpret_cast<T*>(c);
  if (right.transposed)
    cxxblas::gemv<int>(cxxblas::RowMajor, cxxblas::NoTrans, n, k, T(1), matrix, right_step, row, step, beta,
                       out, 1);
  else
    cxxblas::gemv<int>(cxxblas::RowMajor, cxxblas::Trans, k, n, T(1), matrix, right_step, row, step, beta,
                       out, 1);
}

template <class T>
void gemm(int m, int n, int k, const BlasMatrix& left, const BlasMatrix& right, bool accumulate, std::byte* c,
          int c_stride) {
  const auto transpose = [](const BlasMatrix& matrix) {
    return matrix.transposed ? cxxblas::Trans : cxxblas::NoTrans;
  };
  cxxblas::gemm<int>(cxxblas::RowMajor, transpose(left), transpose(right), m, n, k, T(1),
                     reinterpret_cast<const T*>(left.data), blas_size(left.leading_dimension),
                     reinterpret_cast<const T*>(right.data), blas_size(right.leading_dimension),
                     T(accumulate ? 1 : 0), reinterpret_cast<T*>(c), c_stride);
}

}  // namespace

void blas_gemm(Dtype dtype, std::int64_t m, std::int64_t n, std::int64_t k, const BlasMatrix& left,
               const BlasMatrix& right, bool accumulate, std::byte* c, std::int64_t c_stride) {
  refused_call.clear();
  const BlasCall own_call;
  const auto call = [&](auto zero) {
    if (m == 1)
      gemv<decltype(zero)>(blas_size(n), blas_size(k), left, right, accumulate, c);
    else
      gemm<decltype(zero)>(blas_size(m), blas_size(n), blas_size(k), left, right, accumulate, c,
                           blas_size(c_stride));
  };
  switch (dtype) {
    case Dtype::float32:
      call(0.0f);
      break;
    case Dtype::float64:
      call(0.0);
      break;
    case Dtype::complex64:
      call(std::complex<float>());
      break;
    case Dtype::complex128:
      call(std::complex<double>());
      break;
    default:
      throw Error(ErrorKind::internal, "the BLAS was asked for " + std::string(name_of(dtype)));
  }
  if (!refused_call.empty())
    throw Error(ErrorKind::internal, "the BLAS refused its arguments (" + refused_call + ")");
}

}  // namespace tcalc
