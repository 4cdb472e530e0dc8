#include <complex>
#include <cstdio>
#include <cstring>
#include <omp.h>
#include <string>
#include <tests/support/catch.hpp>
#include <unistd.h>
#include <vector>

#include <tcalc/core/error.hpp>
#include <tcalc/kernel/blas.hpp>

using namespace tcalc;

namespace {

const std::byte* bytes_of(const std::vector<double>& values) {
  return reinterpret_cast<const std::byte*>(values.data());
}
std::byte* bytes_of(std::vector<double>& values) { return reinterpret_cast<std::byte*>(values.data()); }

}  // namespace

TEST_CASE("products that run beside one another do not disturb each other") {
  // The serial build of OpenBLAS lends two threads the same buffer now and then.
  constexpr std::int64_t m = 40, n = 36, k = 50;
  std::vector<double> a(m * k), b(k * n), alone(m * n);
  for (std::size_t i = 0; i < a.size(); ++i) a[i] = 1.0 / static_cast<double>(i + 3);
  for (std::size_t i = 0; i < b.size(); ++i) b[i] = 1.0 / static_cast<double>(2 * i + 5);
  const BlasMatrix left = {bytes_of(a), k, false}, right = {bytes_of(b), n, false};
  blas_gemm(Dtype::float64, m, n, k, left, right, false, bytes_of(alone), n);
  int wrong = 0;
#pragma omp parallel for num_threads(2) reduction(+ : wrong)
  for (int i = 0; i < 20'000; ++i) {
    std::vector<double> c(m * n);
    blas_gemm(Dtype::float64, m, n, k, left, right, false, bytes_of(c), n);
    if (std::memcmp(c.data(), alone.data(), sizeof(double) * c.size()) != 0) ++wrong;
  }
  CHECK(wrong == 0);
}

TEST_CASE("a call leaves the caller's number of threads as it was") {
  const int before = omp_get_max_threads();
  omp_set_num_threads(3);
  const std::vector<double> a(4, 1.0), b(4, 2.0);
  std::vector<double> c(4);
  blas_gemm(Dtype::float64, 2, 2, 2, {bytes_of(a), 2, false}, {bytes_of(b), 2, false}, false, bytes_of(c), 2);
  CHECK(omp_get_max_threads() == 3);
  omp_set_num_threads(before);
  CHECK(c == std::vector<double>(4, 4.0));
}

TEST_CASE("a product replaces what is there, or is added to it") {
  const std::vector<double> a(4, 1.0), b(4, 2.0);
  for (const std::int64_t rows : {1, 2}) {
    for (const bool accumulate : {false, true}) {
      std::vector<double> c(4, 5.0);
      blas_gemm(Dtype::float64, rows, 2, 2, {bytes_of(a), 2, false}, {bytes_of(b), 2, false}, accumulate,
                bytes_of(c), 2);
      const double expected = accumulate ? 9.0 : 4.0;
      CHECK(c ==
            std::vector<double>{expected, expected, rows == 1 ? 5.0 : expected, rows == 1 ? 5.0 : expected});
    }
  }
}

TEST_CASE("a dtype that the BLAS has not is a bug of the plan") {
  std::vector<double> x(4);
  const auto multiply = [&](Dtype dtype) {
    blas_gemm(dtype, 2, 2, 2, {bytes_of(x), 2, false}, {bytes_of(x), 2, false}, false, bytes_of(x), 2);
  };
  CHECK_THROWS_WITH(multiply(Dtype::int32), "the BLAS was asked for int32");
  CHECK_THROWS_WITH(multiply(Dtype::float16), "the BLAS was asked for float16");
}

TEST_CASE("a size beyond the BLAS's int never reaches it") {
  std::vector<double> x(1);
  const auto call = [&](std::int64_t m, std::int64_t stride) {
    blas_gemm(Dtype::float64, m, 2, 2, {bytes_of(x), 2, false}, {bytes_of(x), stride, false}, false,
              bytes_of(x), 2);
  };
  for (const auto& [m, stride, size] :
       {std::tuple<std::int64_t, std::int64_t, std::string>{std::int64_t{1} << 31, 2, "2147483648"},
        {0, 2, "0"},
        {2, (std::int64_t{1} << 32) + 2, "4294967298"}}) {
    try {
      call(m, stride);
      FAIL("accepted");
    } catch (const Error& error) {
      CHECK(error.kind == ErrorKind::internal);
      CHECK(error.message == "a size of " + size + " reached the BLAS");
    }
  }
}

// The library's, which a program's own comes before.
extern "C" int xerbla_(const char* routine, const int* parameter, int length);

TEST_CASE("a wrong call of the program's own is told on standard error") {
  std::FILE* const told = std::tmpfile();
  const int before = dup(STDERR_FILENO);
  std::fflush(stderr);
  dup2(fileno(told), STDERR_FILENO);
  const int parameter = 8;
  xerbla_("DGEMM ", &parameter, 6);
  std::fflush(stderr);
  dup2(before, STDERR_FILENO);
  close(before);
  std::rewind(told);
  std::string line(100, '\0');
  line.resize(std::fread(line.data(), 1, line.size(), told));
  std::fclose(told);
  CHECK(line == "the BLAS refused its arguments (DGEMM, parameter 8)\n");
}

TEST_CASE("what the BLAS refuses is an error that names the parameter") {
  std::vector<double> x(4);
  try {  // three columns need a leading dimension of three at least
    blas_gemm(Dtype::float64, 2, 3, 2, {bytes_of(x), 2, false}, {bytes_of(x), 2, false}, false, bytes_of(x),
              3);
    FAIL("accepted");
  } catch (const Error& error) {
    CHECK(error.message == "the BLAS refused its arguments (DGEMM, parameter 8)");
  }
}
