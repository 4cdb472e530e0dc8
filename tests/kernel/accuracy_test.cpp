// How far sums may be off: a few units in the last place, however many terms there are. The terms are
// positive, so that nothing cancels and every rounding shows; errors are in units of epsilon times the sum.
#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>
#include <random>
#include <tests/support/catch.hpp>
#include <tests/support/layouts.hpp>
#include <tests/support/sampled.hpp>
#include <vector>

#include <tcalc/kernel/execute.hpp>
#include <tcalc/ops/einsum.hpp>
#include <tcalc/ops/matmul.hpp>

using namespace tcalc;
using support::Layout;

namespace {

// One chain of 2048 products of random numbers is off by 15 of these units, one of 10^6 by 300.
constexpr double most_units = 4;

Tensor product(const TensorView& a, const TensorView& b) {
  const Contraction contraction = matmul({"A", Shape(a.extents), a.dtype}, {"B", Shape(b.extents), b.dtype});
  const Plan plan = make_plan(contraction, a, b);
  Tensor result(plan.dtype, Shape(contraction.result_dims()).extents());
  execute(plan, a, b, result.data(), 2);
  return result;
}

template <class T>
std::vector<T> positive_values(std::int64_t count, std::mt19937_64& engine) {
  std::uniform_real_distribution<float> values(0.1f, 1.0f);
  std::vector<T> result(static_cast<std::size_t>(count));
  for (T& value : result) value = T(values(engine));
  return result;
}

struct Sizes {
  std::int64_t m, n, k;
};

// The real parts of a product, summed in more bits.
template <class T>
std::vector<long double> exact_product(const std::vector<T>& a, const std::vector<T>& b, const Sizes& sizes) {
  const auto [m, n, k] = sizes;
  std::vector<long double> exact;
  for (std::int64_t i = 0; i < m; ++i) {
    for (std::int64_t j = 0; j < n; ++j) {
      long double sum = 0;
      for (std::int64_t p = 0; p < k; ++p)
        sum += static_cast<long double>(std::real(a[static_cast<std::size_t>(i * k + p)])) *
               static_cast<long double>(std::real(b[static_cast<std::size_t>(p * n + j)]));
      exact.push_back(sum);
    }
  }
  return exact;
}

template <class T>
double worst_error(const Tensor& result, const std::vector<long double>& exact) {
  using Real = decltype(std::abs(T()));
  const T* values = reinterpret_cast<const T*>(result.data());
  long double worst = 0;
  for (std::size_t i = 0; i < exact.size(); ++i) {
    const long double error = std::abs(static_cast<long double>(std::real(values[i])) - exact[i]);
    if (std::isnan(error)) return std::numeric_limits<double>::quiet_NaN();
    worst = std::max(worst, error / exact[i] / std::numeric_limits<Real>::epsilon());
  }
  return static_cast<double>(worst);
}

const std::vector<Sizes> all_sizes = {{1, 1, 1000000}, {2, 2, 1000000}, {4, 3, 100000}, {16, 16, 20000},
                                      {1, 40, 20000},  {40, 1, 20000},  {40, 36, 5000}, {5, 300, 3000},
                                      {300, 5, 3000},  {8, 8, 500},     {1, 7, 2048},   {33, 33, 2049}};

template <class T>
void check_all() {
  for (const Sizes& sizes : all_sizes) {
    const auto [m, n, k] = sizes;
    // What is read out of bounds shows at any length, and wide ones with one dtype.
    if (test::sampled && (k > 5000 || (m * n * k > 2'500'000 && !std::is_same_v<T, float>))) continue;
    std::mt19937_64 engine(11);
    const std::vector<T> a = positive_values<T>(m * k, engine);
    const std::vector<T> b = positive_values<T>(k * n, engine);
    const std::vector<long double> exact = exact_product(a, b, sizes);
    for (const Layout left : {Layout::c, Layout::fortran}) {
      for (const Layout right : {Layout::c, Layout::fortran}) {
        CAPTURE(name_of(dtype_of<T>()), sizes.m, sizes.n, sizes.k, int(left), int(right));
        const Tensor result =
            product(support::laid_out(a, {m, k}, left).view, support::laid_out(b, {k, n}, right).view);
        CHECK(worst_error<T>(result, exact) < most_units);
      }
    }
  }
}

}  // namespace

TEST_CASE("a float32 sum is off by a few units however long it is", "[instruction_sets][accuracy]") {
  check_all<float>();
}
TEST_CASE("a float64 sum is off by a few units however long it is", "[instruction_sets][accuracy]") {
  check_all<double>();
}
TEST_CASE("a complex64 sum is off by a few units however long it is", "[instruction_sets][accuracy]") {
  check_all<std::complex<float>>();
}
TEST_CASE("a complex128 sum is off by a few units however long it is", "[instruction_sets][accuracy]") {
  check_all<std::complex<double>>();
}

TEST_CASE("twenty million ones in float32 are twenty million", "[instruction_sets][accuracy]") {
  constexpr std::int64_t k = 20000000;
  const std::vector<float> ones(2 * k, 1.0f);
  for (const auto& [m, n] : {std::pair{1, 1}, {1, 2}, {2, 1}, {2, 2}}) {
    CAPTURE(m, n);
    const auto* bytes = reinterpret_cast<const std::byte*>(ones.data());
    const Tensor result = product({bytes, Dtype::float32, false, {m, k}, {k, 1}},
                                  {bytes, Dtype::float32, false, {k, n}, {n, 1}});
    const auto* sums = reinterpret_cast<const float*>(result.data());
    CHECK(std::vector<float>(sums, sums + m * n) ==
          std::vector<float>(static_cast<std::size_t>(m * n), 2e7f));
  }
}

TEST_CASE("the sum of one operand is off by a few units however long it is") {
  std::mt19937_64 engine(12);
  constexpr std::int64_t k = 300000, m = 3;
  const std::vector<float> values = positive_values<float>(k * m, engine);
  for (const std::string spec : {"ki->i", "ik->i"}) {
    CAPTURE(spec);
    const bool along = spec == "ik->i";
    const TensorView view = {reinterpret_cast<const std::byte*>(values.data()), Dtype::float32, false,
                             along ? Extents{m, k} : Extents{k, m}, along ? Strides{k, 1} : Strides{m, 1}};
    const Operand operand = {"A", Shape(view.extents), view.dtype};
    const Contraction contraction = contraction_of(einsum(spec, std::vector<Operand>{operand}));
    Tensor result(Dtype::float32, {m});
    execute(make_plan(contraction, view, Dtype::float32), view, view, result.data(), 1);
    for (std::int64_t i = 0; i < m; ++i) {
      double exact = 0;
      for (std::int64_t p = 0; p < k; ++p)
        exact += values[static_cast<std::size_t>(along ? i * k + p : p * m + i)];
      const double error = std::abs(reinterpret_cast<const float*>(result.data())[i] - exact);
      CHECK(error / exact / std::numeric_limits<float>::epsilon() < most_units);
    }
  }
}

TEST_CASE("a sum of infinities is infinite, and one of both signs is not a number",
          "[instruction_sets][accuracy]") {
  constexpr std::int64_t k = 10000;
  std::vector<float> left(k, 1.0f);
  const std::vector<float> right(k, 1.0f);
  const auto sum = [&] {
    const Tensor result =
        product({reinterpret_cast<const std::byte*>(left.data()), Dtype::float32, false, {1, k}, {k, 1}},
                {reinterpret_cast<const std::byte*>(right.data()), Dtype::float32, false, {k, 1}, {1, 1}});
    return *reinterpret_cast<const float*>(result.data());
  };
  left[3] = std::numeric_limits<float>::infinity();
  CHECK(sum() == std::numeric_limits<float>::infinity());
  left[7000] = -std::numeric_limits<float>::infinity();
  CHECK(std::isnan(sum()));
}
