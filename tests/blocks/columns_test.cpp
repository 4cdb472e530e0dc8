// Columns that are reduced side by side, against the same elements as rows.
#include <array>
#include <cstring>
#include <limits>
#include <random>
#include <tests/support/catch.hpp>
#include <tests/support/sampled.hpp>
#include <vector>

#include <tcalc/blocks/columns.hpp>
#include <tcalc/blocks/passes.hpp>
#include <tcalc/core/cast.hpp>
#include <tcalc/core/dtype.hpp>
#include <tcalc/core/tensor.hpp>
#include <tcalc/reduction/function.hpp>
#include <tcalc/view/transpose.hpp>

using namespace tcalc;

namespace {

// Whole numbers among which some are equal, -0.0 and, of floats, NaN in one column of three.
Tensor elements(Dtype dtype, const Extents& extents) {
  Tensor tensor(dtype, extents);
  std::mt19937 engine(7);
  std::normal_distribution<double> normal(0, 20);
  visit_dtype(dtype, [&]<class T>(TypeTag<T>) {
    auto* element = reinterpret_cast<T*>(tensor.data());
    for (std::int64_t i = 0; i < count(extents); ++i) {
      const bool is_nan = i % extents.back() % 3 == 1 && i % 977 == 5;
      const double value = is_nan ? std::numeric_limits<double>::quiet_NaN() : normal(engine);
      if constexpr (std::is_integral_v<T> || std::is_same_v<T, Boolean>)
        element[i] = cast<T>(is_nan ? std::int64_t{3} : static_cast<std::int64_t>(std::abs(value)));
      else
        element[i] = cast<T>(std::rint(value) * (i % 2 == 0 ? 1 : 0.1));
    }
  });
  return tensor;
}

std::vector<std::byte> as_columns(const ReductionLoop& loop, const TensorView& view, int threads) {
  BlockProgram program;
  program.finish(program.add_conversion(program.add_input(view), loop.operand));
  const ReducedColumns extents = {view.extents[0], view.extents[1], view.extents[2]};
  std::vector<std::byte> result(
      static_cast<std::size_t>(extents.outer * extents.inner * size_of(loop.result)));
  reduce_columns(program, loop, extents, threads, result.data(), {});
  return result;
}

std::vector<std::byte> as_rows(const ReductionLoop& loop, const TensorView& view) {
  BlockProgram program;
  program.finish(
      program.add_conversion(program.add_input(transposed(view, std::array{0, 2, 1})), loop.operand));
  const std::int64_t rows = view.extents[0] * view.extents[2];
  std::vector<std::byte> result(static_cast<std::size_t>(rows * size_of(loop.result)));
  reduce_rows(program, loop, rows, view.extents[1], 1, result.data(), {});
  return result;
}

}  // namespace

TEST_CASE("columns have the bits of rows, whatever the dtype, the sizes and the threads are") {
  const std::vector<Extents> shapes = {{1, 1, 1},     {1, 7, 3},      {2, 8, 5},    {3, 127, 9},
                                       {1, 128, 256}, {2, 129, 257},  {1, 300, 40}, {1, 2048, 2},
                                       {2, 2049, 31}, {1, 5000, 300}, {1, 9000, 1}};
  for (int i = 0; i < computed_dtype_count; ++i) {
    for (const Extents& extents : shapes) {
      const auto dtype = static_cast<Dtype>(i);
      if (test::sampled && count(extents) > 100'000 && dtype != Dtype::float32) continue;
      const Tensor tensor = elements(dtype, extents);
      for (const std::string_view name : {"sum", "mean", "max", "min", "argmax", "argmin", "any", "all"}) {
        const ReductionLoop* loop = find_loop(*find_reduction(name), dtype);
        if (loop == nullptr || loop->operand != dtype) continue;
        REQUIRE(loop->columns != nullptr);
        INFO(name << " of " << name_of(dtype) << " " << extents[0] << "," << extents[1] << "," << extents[2]);
        const std::vector<std::byte> rows = as_rows(*loop, tensor.view());
        CHECK(as_columns(*loop, tensor.view(), 1) == rows);
        CHECK(as_columns(*loop, tensor.view(), 3) == rows);
      }
    }
  }
}

TEST_CASE("columns that are computed in blocks have the bits of rows") {
  const Tensor tensor = elements(Dtype::int16, {2, 700, 330});
  const ReductionLoop* loop = find_loop(*find_reduction("sum"), Dtype::float32);
  CHECK(as_columns(*loop, tensor.view(), 2) == as_rows(*loop, tensor.view()));
  const Tensor narrow = elements(Dtype::int16, {2, 700, 33});
  CHECK(as_columns(*loop, narrow.view(), 2) == as_rows(*loop, narrow.view()));
}
