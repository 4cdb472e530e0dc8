// A result's bits depend on nothing but the two matrices: not on threads, nor on what stands beside a matrix
// in a stack.
#include <algorithm>
#include <cstddef>
#include <random>
#include <tests/support/catch.hpp>
#include <tests/support/layouts.hpp>
#include <tests/support/sampled.hpp>
#include <vector>

#include <tcalc/kernel/execute.hpp>
#include <tcalc/ops/matmul.hpp>

using namespace tcalc;
using support::Layout;

namespace {

Tensor product(const TensorView& a, const TensorView& b, int threads) {
  const Contraction contraction = matmul({"A", Shape(a.extents), a.dtype}, {"B", Shape(b.extents), b.dtype});
  const Plan plan = make_plan(contraction, a, b);
  Tensor result(plan.dtype, Shape(contraction.result_dims()).extents());
  execute(plan, a, b, result.data(), threads);
  return result;
}

bool same(const std::byte* x, const std::byte* y, std::int64_t bytes) { return std::equal(x, x + bytes, y); }

// Calls check(TypeTag<T>{}) for each dtype whose sums are rounded.
template <class Check>
void for_each_float(const Check& check) {
  for (const Dtype dtype :
       {Dtype::float16, Dtype::float32, Dtype::float64, Dtype::complex64, Dtype::complex128}) {
    visit_dtype(dtype, [&](auto tag) {
      using T = typename decltype(tag)::type;
      if constexpr (!std::is_integral_v<T> && !std::is_same_v<T, Boolean>) check(tag);
    });
  }
}

struct Sizes {
  std::int64_t m, n, k;
};
const std::vector<Sizes> all_sizes = {{3, 5, 7},       {17, 33, 20},  {64, 48, 100}, {129, 70, 300},
                                      {37, 200, 1030}, {8, 300, 200}, {200, 20, 700}};

}  // namespace

TEST_CASE("the number of threads changes no bit", "[instruction_sets]") {
  for_each_float([](auto tag) {
    using T = typename decltype(tag)::type;
    std::mt19937_64 engine(3);
    constexpr std::int64_t m = test::sampled ? 100 : 300, n = test::sampled ? 300 : 600, k = 200;
    const auto left = support::laid_out(support::random_values<T>(2 * m * k, engine), {2, m, k}, Layout::c);
    const auto right =
        support::laid_out(support::random_values<T>(2 * k * n, engine), {2, k, n}, Layout::fortran);
    const Tensor alone = product(left.view, right.view, 1);
    for (const int threads : {2, 3, 7}) {
      CAPTURE(name_of(dtype_of<T>()), threads);
      CHECK(same(alone.data(), product(left.view, right.view, threads).data(), alone.bytes()));
    }
  });
}

TEST_CASE("a matrix gives the same bits alone and in a stack", "[instruction_sets]") {
  for_each_float([](auto tag) {
    using T = typename decltype(tag)::type;
    std::mt19937_64 engine(4);
    for (const auto [m, n, k] : all_sizes) {
      constexpr std::int64_t stack = test::sampled ? 2 : 5;
      const auto left =
          support::laid_out(support::random_values<T>(static_cast<std::size_t>(stack * m * k), engine),
                            {stack, m, k}, Layout::c);
      const auto right =
          support::laid_out(support::random_values<T>(static_cast<std::size_t>(stack * k * n), engine),
                            {stack, k, n}, Layout::c);
      const Tensor together = product(left.view, right.view, 2);
      // Every left matrix with its own right one, and all of them with the first: that stack folds into one
      // tall product.
      TensorView first_right = {right.view.data, right.view.dtype, false, {k, n}, {n, 1}};
      const Tensor folded = product(left.view, first_right, 2);
      for (std::int64_t i = 0; i < stack; ++i) {
        CAPTURE(name_of(dtype_of<T>()), m, n, k, i);
        const auto size = static_cast<std::int64_t>(sizeof(T));
        const TensorView own_left = {
            left.view.data + i * m * k * size, left.view.dtype, false, {m, k}, {k, 1}};
        const TensorView own_right = {
            right.view.data + i * k * n * size, right.view.dtype, false, {k, n}, {n, 1}};
        CHECK(same(product(own_left, own_right, 1).data(), together.data() + i * m * n * size, m * n * size));
        CHECK(same(product(own_left, first_right, 1).data(), folded.data() + i * m * n * size, m * n * size));
      }
    }
  });
}
