// Large products by panels, against the tiles that pack each block for themselves. Run once for each
// instruction set: see tests/CMakeLists.txt.
#include <algorithm>
#include <random>
#include <tests/support/catch.hpp>
#include <tests/support/layouts.hpp>
#include <tests/support/sampled.hpp>
#include <vector>

#include <tcalc/kernel/execute.hpp>
#include <tcalc/kernel/tiles_or_blas.hpp>
#include <tcalc/ops/matmul.hpp>
#include <tcalc/plan/panels.hpp>

using namespace tcalc;
using support::Layout;

namespace {

struct Sizes {
  std::int64_t m, n, k;
};

Plan plan_of(const TensorView& a, const TensorView& b) {
  return make_plan(matmul({"A", Shape(a.extents), a.dtype}, {"B", Shape(b.extents), b.dtype}), a, b);
}

std::vector<std::byte> executed(const Plan& plan, const TensorView& a, const TensorView& b, int threads) {
  std::vector<std::byte> result(static_cast<std::size_t>(plan.result_bytes));
  execute(plan, a, b, result.data(), threads);
  return result;
}

// The same products by tiles that pack blocks of their own, whose chains of sums are the same up to
// part_length.
Plan with_blocks(const Plan& plan) {
  Plan result = plan;
  result.kernel = Kernel::blocked;
  return result;
}

template <class T>
void check_sizes(const std::vector<Sizes>& all) {
  std::mt19937_64 engine(11);
  for (const auto [m, n, k] : all) {
    for (const Layout layout : {Layout::c, Layout::fortran}) {
      CAPTURE(name_of(dtype_of<T>()), m, n, k, layout == Layout::c);
      const auto left = support::laid_out(support::random_values<T>(static_cast<std::size_t>(m * k), engine),
                                          {m, k}, layout);
      const auto right = support::laid_out(support::random_values<T>(static_cast<std::size_t>(k * n), engine),
                                           {k, n}, layout);
      const Plan plan = plan_of(left.view, right.view);
      const auto expected = executed(with_blocks(plan), left.view, right.view, 1);
      for (const int threads : {1, 2, 5})
        CHECK(executed(with_panels(plan), left.view, right.view, threads) == expected);
    }
  }
}

}  // namespace

TEST_CASE("panels have the bits of blocks, whatever the sizes and the threads are", "[instruction_sets]") {
  // Whole tiles and not, one panel and several along each axis, one step along k and more than a panel has.
  constexpr std::int64_t m_of_long_k = test::sampled ? 70 : 300;
  const std::vector<Sizes> small = {
      {1, 1, 1}, {7, 33, 65}, {96, 96, 256}, {97, 191, 257}, {m_of_long_k, 97, 1100}, {400, 40, 300}};
  check_sizes<float>(small);
  check_sizes<double>(small);
  check_sizes<std::complex<float>>(small);
  check_sizes<std::complex<double>>(small);
  if (!test::sampled) check_sizes<float>({{2100, 40, 70}, {40, 4200, 70}, {130, 120, 2048}});
}

TEST_CASE("stacked matrices with one right operand have the same bits by panels", "[instruction_sets]") {
  std::mt19937_64 engine(12);
  constexpr std::int64_t stack = 3, m = 70, n = 80, k = 400;
  const auto left =
      support::laid_out(support::random_values<float>(static_cast<std::size_t>(stack * m * k), engine),
                        {stack, m, k}, Layout::c);
  const auto right = support::laid_out(support::random_values<float>(static_cast<std::size_t>(k * n), engine),
                                       {k, n}, Layout::c);
  const Plan plan = plan_of(left.view, right.view);
  REQUIRE(plan.kernel == Kernel::blas);
  REQUIRE(plan.batch_size == stack);
  const auto expected = executed(with_blocks(plan), left.view, right.view, 1);
  for (const int threads : {1, 2})
    CHECK(executed(with_panels(plan), left.view, right.view, threads) == expected);
}

TEST_CASE("of many products by panels each is one thread's", "[instruction_sets]") {
  std::mt19937_64 engine(13);
  constexpr std::int64_t stack = 24, m = 20, n = 30, k = 40;
  const auto left =
      support::laid_out(support::random_values<float>(static_cast<std::size_t>(stack * m * k), engine),
                        {stack, m, k}, Layout::c);
  const auto right =
      support::laid_out(support::random_values<float>(static_cast<std::size_t>(stack * k * n), engine),
                        {stack, k, n}, Layout::c);
  const Plan plan = plan_of(left.view, right.view);
  REQUIRE(plan.batch_size == stack);
  const auto expected = executed(with_blocks(plan), left.view, right.view, 1);
  for (const int threads : {1, 2, 7})
    CHECK(executed(with_panels(plan), left.view, right.view, threads) == expected);
}

TEST_CASE("panels add up parts of a long k without losing what is small", "[instruction_sets]") {
  constexpr std::int64_t k = 3 * blas_part_length + 100;
  const std::vector<float> a(static_cast<std::size_t>(2 * k), 1), b(static_cast<std::size_t>(k * 3), 1);
  const TensorView left = {
      reinterpret_cast<const std::byte*>(a.data()), Dtype::float32, false, {2, k}, {k, 1}};
  const TensorView right = {
      reinterpret_cast<const std::byte*>(b.data()), Dtype::float32, false, {k, 3}, {3, 1}};
  const std::vector<std::byte> bytes = executed(with_panels(plan_of(left, right)), left, right, 2);
  for (int i = 0; i < 6; ++i) CHECK(reinterpret_cast<const float*>(bytes.data())[i] == static_cast<float>(k));
}

TEST_CASE("panels take no more memory than is said") {
  for (const Dtype dtype : {Dtype::float32, Dtype::complex128}) {
    for (const auto [m, n, k] :
         {Sizes{128, 128, 128}, {100'000, 64, 70}, {3000, 3000, 3000}, {64, 64, 1'000'000}}) {
      CAPTURE(name_of(dtype), m, n, k);
      const TensorView a = {nullptr, dtype, false, {m, k}, {k, 1}};
      const TensorView b = {nullptr, dtype, false, {k, n}, {n, 1}};
      const Plan plan = plan_of(a, b);
      const PanelSizes panel = panel_sizes(plan);
      CHECK(panel.k % 256 == 0);
      CHECK(panel.m <= 2112);
      CHECK(panel.n <= 2112);
      CHECK(panel_bytes(plan) <= 4096 * 256 * 17);
      CHECK(panel_bytes(plan) <= scratch_bytes(plan));
    }
  }
}
