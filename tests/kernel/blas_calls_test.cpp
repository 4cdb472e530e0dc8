// That a product meant for the BLAS is a call of it. The linker's --wrap leads each call to the counter here.
#include <complex>
#include <functional>
#include <string>
#include <tests/support/catch.hpp>
#include <vector>

#include <tcalc/core/dtype.hpp>
#include <tcalc/kernel/blas.hpp>
#include <tcalc/kernel/blas_check.hpp>

using namespace tcalc;

namespace {

thread_local std::vector<std::string>* calls = nullptr;  // of this thread, while it listens
std::string spoiled;                                     // the function whose results are wrong

// Counts a call and lets it happen; `result` is the first element that it writes.
template <class T>
void count(const char* function, T* result, const std::function<void()>& call) {
  if (calls != nullptr) calls->emplace_back(function);
  call();
  if (function == spoiled) *result += 1;
}

}  // namespace

// Names that the linker gives; its enumerations are ints, complex numbers pointers.
extern "C" {
using Float = const float*;
using Double = const double*;
using Complex = const void*;

void __real_cblas_sgemm(int, int, int, int, int, int, float, Float, int, Float, int, float, float*, int);
void __real_cblas_dgemm(int, int, int, int, int, int, double, Double, int, Double, int, double, double*, int);
void __real_cblas_cgemm(int, int, int, int, int, int, Complex, Complex, int, Complex, int, Complex, void*,
                        int);
void __real_cblas_zgemm(int, int, int, int, int, int, Complex, Complex, int, Complex, int, Complex, void*,
                        int);
void __real_cblas_sgemv(int, int, int, int, float, Float, int, Float, int, float, float*, int);
void __real_cblas_dgemv(int, int, int, int, double, Double, int, Double, int, double, double*, int);
void __real_cblas_cgemv(int, int, int, int, Complex, Complex, int, Complex, int, Complex, void*, int);
void __real_cblas_zgemv(int, int, int, int, Complex, Complex, int, Complex, int, Complex, void*, int);

void __wrap_cblas_sgemm(int order, int left, int right, int m, int n, int k, float alpha, Float a, int lda,
                        Float b, int ldb, float beta, float* c, int ldc) {
  count("sgemm", c,
        [&] { __real_cblas_sgemm(order, left, right, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc); });
}
void __wrap_cblas_dgemm(int order, int left, int right, int m, int n, int k, double alpha, Double a, int lda,
                        Double b, int ldb, double beta, double* c, int ldc) {
  count("dgemm", c,
        [&] { __real_cblas_dgemm(order, left, right, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc); });
}
void __wrap_cblas_cgemm(int order, int left, int right, int m, int n, int k, Complex alpha, Complex a,
                        int lda, Complex b, int ldb, Complex beta, void* c, int ldc) {
  count("cgemm", static_cast<float*>(c),
        [&] { __real_cblas_cgemm(order, left, right, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc); });
}
void __wrap_cblas_zgemm(int order, int left, int right, int m, int n, int k, Complex alpha, Complex a,
                        int lda, Complex b, int ldb, Complex beta, void* c, int ldc) {
  count("zgemm", static_cast<double*>(c),
        [&] { __real_cblas_zgemm(order, left, right, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc); });
}
void __wrap_cblas_sgemv(int order, int transposed, int m, int n, float alpha, Float a, int lda, Float x,
                        int incx, float beta, float* y, int incy) {
  count("sgemv", y,
        [&] { __real_cblas_sgemv(order, transposed, m, n, alpha, a, lda, x, incx, beta, y, incy); });
}
void __wrap_cblas_dgemv(int order, int transposed, int m, int n, double alpha, Double a, int lda, Double x,
                        int incx, double beta, double* y, int incy) {
  count("dgemv", y,
        [&] { __real_cblas_dgemv(order, transposed, m, n, alpha, a, lda, x, incx, beta, y, incy); });
}
void __wrap_cblas_cgemv(int order, int transposed, int m, int n, Complex alpha, Complex a, int lda, Complex x,
                        int incx, Complex beta, void* y, int incy) {
  count("cgemv", static_cast<float*>(y),
        [&] { __real_cblas_cgemv(order, transposed, m, n, alpha, a, lda, x, incx, beta, y, incy); });
}
void __wrap_cblas_zgemv(int order, int transposed, int m, int n, Complex alpha, Complex a, int lda, Complex x,
                        int incx, Complex beta, void* y, int incy) {
  count("zgemv", static_cast<double*>(y),
        [&] { __real_cblas_zgemv(order, transposed, m, n, alpha, a, lda, x, incx, beta, y, incy); });
}
}

namespace {

// The calls that one product of ones is: m x k times k x k, the operands transposed or not.
template <class T>
std::vector<std::string> calls_of(Dtype dtype, std::int64_t m, bool left_transposed, bool right_transposed) {
  constexpr std::int64_t k = 5;
  const std::vector<T> a(static_cast<std::size_t>(m * k), T(1)), b(k * k, T(1));
  std::vector<T> c(static_cast<std::size_t>(m * k));
  std::vector<std::string> heard;
  calls = &heard;
  blas_gemm(dtype, m, k, k,
            {reinterpret_cast<const std::byte*>(a.data()), left_transposed ? m : k, left_transposed},
            {reinterpret_cast<const std::byte*>(b.data()), k, right_transposed}, false,
            reinterpret_cast<std::byte*>(c.data()), k);
  calls = nullptr;
  CHECK(c == std::vector<T>(c.size(), T(k)));
  return heard;
}

using Calls = std::vector<std::string>;

template <class T>
void check_calls(Dtype dtype, const std::string& letter) {
  for (const bool left : {false, true}) {
    for (const bool right : {false, true}) {
      CHECK(calls_of<T>(dtype, 3, left, right) == Calls{letter + "gemm"});
      CHECK(calls_of<T>(dtype, 1, left, right) == Calls{letter + "gemv"});
    }
  }
}

}  // namespace

TEST_CASE("a product for the BLAS is one call of it in every dtype, never xtensor-blas's own loops") {
  check_calls<float>(Dtype::float32, "s");
  check_calls<double>(Dtype::float64, "d");
  check_calls<std::complex<float>>(Dtype::complex64, "c");
  check_calls<std::complex<double>>(Dtype::complex128, "z");
}

TEST_CASE("one wrong element is enough for a BLAS not to compute") {
  CHECK(blas_computes());
  for (const std::string letter : {"s", "d", "c", "z"}) {
    for (const std::string kind : {"gemm", "gemv"}) {
      INFO(letter + kind);
      spoiled = letter + kind;
      CHECK_FALSE(blas_computes());
    }
  }
  spoiled.clear();
}
