#include <tests/support/catch.hpp>
#include <vector>

#include <tcalc/kernel/direct.hpp>
#include <tcalc/ops/matmul.hpp>

using namespace tcalc;

TEST_CASE("a piece of a tall product writes its own rows and no others") {
  constexpr std::int64_t m = 100'000, n = 16, k = 4;
  const std::vector<float> a(m * k, 1.0f), b(k * n, 2.0f);
  std::vector<float> c(m * n, -1.0f);
  const auto view = [](const std::vector<float>& values, std::int64_t rows, std::int64_t columns) {
    return TensorView{reinterpret_cast<const std::byte*>(values.data()),
                      Dtype::float32,
                      false,
                      {rows, columns},
                      {columns, 1}};
  };
  const Contraction contraction =
      matmul({"A", Shape(Extents{m, k}), Dtype::float32}, {"B", Shape(Extents{k, n}), Dtype::float32});
  const Plan plan = make_plan(contraction, view(a, m, k), view(b, k, n));
  REQUIRE(plan.kernel == Kernel::direct);
  REQUIRE(piece_count(plan) > 2);
  const Piece second = piece(plan, 1);
  Scratch scratch;
  run_direct(plan, second, {view(a, m, k).data, view(b, k, n).data, reinterpret_cast<std::byte*>(c.data())},
             scratch);
  for (std::int64_t row = 0; row < m; ++row) {
    const bool own = row >= second.first_m && row < second.first_m + second.m;
    const float expected = own ? 8.0f : -1.0f;
    for (std::int64_t column = 0; column < n; ++column) {
      if (c[static_cast<std::size_t>(row * n + column)] != expected)
        FAIL("row " << row << ", column " << column);
    }
  }
}
