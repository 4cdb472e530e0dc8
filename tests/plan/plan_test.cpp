#include <string>
#include <tests/support/catch.hpp>
#include <vector>

#include <tcalc/core/error.hpp>
#include <tcalc/ops/batch_dot.hpp>
#include <tcalc/ops/dot.hpp>
#include <tcalc/ops/matmul.hpp>
#include <tcalc/ops/tensordot.hpp>
#include <tcalc/plan/plan.hpp>

using namespace tcalc;

namespace {

TensorView layout(Extents extents, Dtype dtype = Dtype::float32, bool fortran = false) {
  Strides strides = fortran ? fortran_strides(extents) : c_strides(extents);
  return {nullptr, dtype, false, std::move(extents), std::move(strides)};
}

Operand operand(const TensorView& view) { return {"X", Shape(view.extents), view.dtype}; }

Plan matmul_plan(const TensorView& a, const TensorView& b, const MatmulOptions& options = {}) {
  return make_plan(matmul(operand(a), operand(b), options), a, b);
}

Plan dot_plan(const TensorView& a, const TensorView& b) {
  return make_plan(dot(operand(a), operand(b)), a, b);
}

// "batch x [m,k] x [k,n]"
std::string sizes(const Plan& plan) {
  const auto text = [](std::int64_t size) { return std::to_string(size); };
  return text(plan.batch_size) + " x [" + text(plan.m_size) + "," + text(plan.k_size) + "] x [" +
         text(plan.k_size) + "," + text(plan.n_size) + "]";
}

}  // namespace

TEST_CASE("a contraction folds into as few and as large products as its strides allow") {
  const auto c = [](Extents extents) { return layout(std::move(extents)); };
  CHECK(sizes(matmul_plan(c({1024, 1024}), c({1024, 1024}))) == "1 x [1024,1024] x [1024,1024]");
  // Keras dot is one product, not a loop of vector dots.
  CHECK(sizes(dot_plan(c({32, 64, 128}), c({32, 128, 64}))) == "1 x [2048,128] x [128,2048]");
  // A shared right operand makes the batch rows of one tall product, where that does not change a bit: not in
  // the BLAS.
  CHECK(sizes(matmul_plan(c({64, 8, 256}), c({256, 256}))) == "1 x [512,256] x [256,256]");
  CHECK(sizes(matmul_plan(c({4, 8, 128, 256}), c({1, 1, 256, 7}))) == "1 x [4096,256] x [256,7]");
  CHECK(sizes(matmul_plan(c({64, 128, 256}), c({256, 256}))) == "64 x [128,256] x [256,256]");
  // A shared left operand cannot: its columns are not evenly spaced in the result.
  CHECK(sizes(matmul_plan(c({256, 256}), c({64, 256, 128}))) == "64 x [256,256] x [256,128]");
  CHECK(sizes(matmul_plan(c({10, 12, 4, 5}), c({10, 12, 5, 8}))) == "120 x [4,5] x [5,8]");
  CHECK(sizes(matmul_plan(c({5, 1, 2, 3}), c({1, 7, 3, 5}))) == "35 x [2,3] x [3,5]");
  CHECK(sizes(matmul_plan(c({4096, 4096}), c({4096}))) ==
        "1 x [1,4096] x [4096,4096]");  // exchanged: the result is a row
  CHECK(sizes(matmul_plan(c({7}), c({7}))) == "1 x [1,7] x [7,1]");
  CHECK(sizes(dot_plan(c({}), c({3, 4}))) == "1 x [1,1] x [1,12]");
}

TEST_CASE("an operand is read in place wherever strides can express it") {
  const TensorView square = layout({64, 64});
  const TensorView fortran = layout({64, 64}, Dtype::float32, true);
  CHECK(matmul_plan(square, square).left.access == Access::in_place);
  CHECK(matmul_plan(square, square).right.leading_dimension == 64);
  CHECK(matmul_plan(fortran, square).left.access == Access::transposed);
  CHECK(matmul_plan(square, fortran).right.access == Access::transposed);
  CHECK(matmul_plan(square, square, {.transpose_a = true}).left.access == Access::transposed);
  CHECK(matmul_plan(fortran, square, {.transpose_a = true}).left.access == Access::in_place);

  TensorView big_endian = square;
  big_endian.byte_swapped = true;
  CHECK(matmul_plan(big_endian, square).left.access == Access::packed);
  TensorView every_second = square;
  every_second.strides = {128, 2};
  CHECK(matmul_plan(square, every_second).right.access == Access::packed);
  TensorView repeated = square;
  repeated.strides = {0, 1};
  CHECK(matmul_plan(repeated, square).left.access == Access::packed);
  const TensorView complex = layout({64, 64}, Dtype::complex64);
  CHECK(matmul_plan(complex, complex, {.adjoint_a = true}).left.access == Access::packed);
  CHECK(matmul_plan(complex, complex, {.transpose_a = true}).left.access == Access::transposed);
  CHECK(matmul_plan(square, layout({64, 64}, Dtype::int32)).right.access == Access::packed);  // converted
  // Columns that go backwards, and rows that do where there is one column.
  TensorView backwards = square;
  backwards.strides = {64, -1};
  CHECK(matmul_plan(backwards, square).left.access == Access::packed);
  TensorView column = layout({64, 1});
  column.strides = {-1, 1};
  CHECK(matmul_plan(column, layout({1, 64})).left.access == Access::packed);
  TensorView unaligned = square;
  unaligned.aligned = false;
  CHECK(matmul_plan(unaligned, square).left.access == Access::packed);
}

TEST_CASE("the result dtype is promoted and its bytes are known before any work") {
  const Plan plan = matmul_plan(layout({1000000, 1000000}), layout({1000000, 1000000}, Dtype::int32));
  CHECK(plan.dtype == Dtype::float64);
  CHECK(plan.result_bytes == 8'000'000'000'000);
  CHECK(plan.multiply_adds == 1e18);
}

TEST_CASE("a kernel has a name, and what keeps an operand from being read in place is said") {
  const std::pair<Kernel, std::string> kernels[] = {
      {Kernel::nothing, "nothing"}, {Kernel::zeros, "zeros"},   {Kernel::blas, "blas"},
      {Kernel::panels, "panels"},   {Kernel::direct, "direct"}, {Kernel::blocked, "blocked"},
      {Kernel::dots, "dots"},       {Kernel::bits, "bits"},     {Kernel::sums, "sums"},
  };
  for (const auto& [kernel, name] : kernels) CHECK(name_of(kernel) == name);
  const TensorView square = layout({64, 64}, Dtype::complex64);
  const auto reason = [&](const TensorView& a, const MatmulOptions& options = {}) {
    return text_of(matmul_plan(a, square, options).left.reason);
  };
  TensorView changed = square;
  CHECK(reason(changed).empty());
  CHECK(reason(changed, {.adjoint_a = true}) == "it is conjugated");
  CHECK(reason(layout({64, 64}, Dtype::float32)) == "its dtype is converted");
  changed.byte_swapped = true;
  CHECK(reason(changed) == "its byte order is not the machine's");
  changed = square;
  changed.aligned = false;
  CHECK(reason(changed) == "its elements are not aligned");
  changed = square;
  changed.strides = {128, 2};
  CHECK(reason(changed) == "neither its rows nor its columns are next to one another");
}

TEST_CASE("a result whose bytes overflow is refused") {
  const TensorView column = layout({std::int64_t{1} << 31, 1}, Dtype::float64);
  const TensorView row = layout({1, std::int64_t{1} << 31}, Dtype::float64);
  try {
    make_plan(matmul(operand(column), operand(row)), column, row);
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.kind == ErrorKind::resource);
    CHECK(error.message == "the result has more bytes than can be addressed");
  }
  const TensorView stack = layout({std::int64_t{1} << 31, std::int64_t{1} << 31, 1}, Dtype::float64);
  CHECK_THROWS_WITH(matmul_plan(stack, layout({1, 1}, Dtype::float64)),
                    "the result has more bytes than can be addressed");
  for (const std::int64_t size : {std::int64_t{1} << 31, std::int64_t{1} << 40})
    CHECK_THROWS_WITH(plan_of_matrices(Dtype::float64, {size, 1, 1, 1, true}, {1, size, size, 1, true}),
                      "the result has more bytes than can be addressed");
}

TEST_CASE("empty products leave before any kernel") {
  CHECK(matmul_plan(layout({0, 3}), layout({3, 4})).kernel == Kernel::nothing);
  CHECK(matmul_plan(layout({2, 0}), layout({0, 4})).kernel == Kernel::zeros);
  CHECK(matmul_plan(layout({0, 0}), layout({0, 0})).kernel == Kernel::nothing);
  CHECK(dot_plan(layout({0}), layout({0})).kernel == Kernel::zeros);
}

TEST_CASE("the kernel follows from sizes, strides and dtype alone") {
  struct Row {
    Dtype dtype;
    Extents a, b;
    Kernel kernel;
  };
  const std::vector<Row> rows = {
      {Dtype::float32, {1024, 1024}, {1024, 1024}, Kernel::blas},
      {Dtype::float64, {64, 64}, {64, 64}, Kernel::blas},
      {Dtype::complex64, {64, 64}, {64, 64}, Kernel::blas},
      {Dtype::complex128, {64, 64}, {64, 64}, Kernel::blas},
      {Dtype::complex64, {4, 4}, {4, 4}, Kernel::direct},
      {Dtype::complex64, {20000, 16, 16}, {20000, 16, 16}, Kernel::direct},
      {Dtype::complex128, {100, 8, 512}, {512, 512}, Kernel::blocked},
      {Dtype::float16, {1024, 1024}, {1024, 1024}, Kernel::blocked},
      {Dtype::int32, {1024, 1024}, {1024, 1024}, Kernel::blocked},
      {Dtype::int64, {4, 4}, {4, 4}, Kernel::blocked},
      {Dtype::uint8, {64, 64}, {64, 64}, Kernel::blocked},
      {Dtype::int8, {1, 4096}, {4096, 1}, Kernel::dots},
      {Dtype::float16, {100, 1, 4}, {4, 1}, Kernel::dots},
      {Dtype::int32, {1, 4096}, {4096, 1}, Kernel::direct},
      {Dtype::boolean, {64, 64}, {64, 64}, Kernel::bits},
      {Dtype::float32, {100000, 4, 4}, {100000, 4, 4}, Kernel::direct},
      {Dtype::int32, {100000, 4, 4}, {100000, 4, 4}, Kernel::direct},
      {Dtype::float64, {5000, 32, 32}, {5000, 32, 32}, Kernel::direct},
      {Dtype::float32, {2000, 1, 256}, {2000, 256, 64}, Kernel::direct},
      {Dtype::float32, {8, 16, 128, 64}, {8, 16, 64, 128}, Kernel::blas},
      {Dtype::float32, {4096, 4096}, {4096, 1}, Kernel::blas},
      {Dtype::float32, {8, 512}, {512, 512}, Kernel::direct},
      {Dtype::float32, {100, 8, 512}, {512, 512}, Kernel::blocked},
      {Dtype::float32, {512, 512}, {512, 16}, Kernel::direct},
  };
  for (const Row& row : rows) {
    CAPTURE(name_of(row.dtype), Shape(row.a).text(), Shape(row.b).text());
    CHECK(name_of(matmul_plan(layout(row.a, row.dtype), layout(row.b, row.dtype)).kernel) ==
          name_of(row.kernel));
  }
  // B's columns are not next to one another: packed, which takes enough rows to pay, but of few elements.
  const auto kernel = [](std::int64_t m, std::int64_t size) {
    return matmul_plan(layout({m, size}), layout({size, size}), {.transpose_b = true}).kernel;
  };
  CHECK(kernel(16, 33) == Kernel::direct);
  CHECK(kernel(15, 33) == Kernel::blocked);
  CHECK(kernel(15, 32) == Kernel::direct);
}

TEST_CASE("rows that are further apart than the BLAS can count are left to other kernels") {
  const TensorView square = layout({200, 200});
  CHECK(matmul_plan(square, square).kernel == Kernel::blas);
  TensorView apart = square;
  apart.strides = {std::int64_t{1} << 31, 1};
  CHECK(matmul_plan(apart, square).kernel != Kernel::blas);
  CHECK(matmul_plan(square, apart).kernel != Kernel::blas);
}

TEST_CASE("a matrix goes to the BLAS alone exactly when it does in a stack") {
  for (const std::int64_t rows : {1, 8, 64}) {
    const Plan alone = matmul_plan(layout({rows, 300}), layout({300, 400}));
    const Plan stack = matmul_plan(layout({1000, rows, 300}), layout({300, 400}));
    CHECK((stack.kernel == Kernel::blas) == (alone.kernel == Kernel::blas));
    if (alone.kernel == Kernel::blas) CHECK(stack.m_size == alone.m_size);
  }
}

TEST_CASE("pieces cover every element of the result exactly once") {
  const std::vector<Plan> plans = {
      matmul_plan(layout({3, 700, 200}), layout({3, 200, 1300})),
      matmul_plan(layout({3, 700, 40}, Dtype::int64), layout({3, 40, 1300}, Dtype::int64)),
      matmul_plan(layout({3, 700, 40}, Dtype::boolean), layout({3, 40, 1300}, Dtype::boolean)),
      matmul_plan(layout({10000, 4, 5}), layout({10000, 5, 6})),
      matmul_plan(layout({100001, 16}), layout({16, 16})),
      matmul_plan(layout({1000, 5, 4}, Dtype::int8), layout({1000, 4, 3}, Dtype::int8)),
  };
  for (const Plan& plan : plans) {
    CAPTURE(name_of(plan.kernel));
    std::vector<int> written(static_cast<std::size_t>(plan.batch_size * plan.m_size * plan.n_size));
    for (std::int64_t index = 0; index < piece_count(plan); ++index) {
      const Piece part = piece(plan, index);
      for (std::int64_t batch = part.batch; batch < part.batch + part.batch_count; ++batch) {
        for (std::int64_t i = part.first_m; i < part.first_m + part.m; ++i) {
          for (std::int64_t j = part.first_n; j < part.first_n + part.n; ++j) {
            ++written[static_cast<std::size_t>((batch * plan.m_size + i) * plan.n_size + j)];
          }
        }
      }
    }
    CHECK(written == std::vector<int>(written.size(), 1));
  }
}

TEST_CASE("a part of a product is whole rows of it") {
  const Plan plan = matmul_plan(layout({4, 3}), layout({3, 5}));
  const Piece rows = part_of(plan, 5, 10);
  CHECK(rows.first_m == 1);
  CHECK(rows.m == 2);
  CHECK(rows.n == 5);
  CHECK_THROWS_WITH(part_of(plan, 1, 7), "a part of a product is no range of its rows");
}

TEST_CASE("a thread has room for what its kernel packs, converts and adds") {
  struct Row {
    Dtype dtype;
    Extents a, b;
    std::int64_t bytes;
  };
  const std::vector<Row> rows = {
      // In 32 bits at least; of a long k a thousand at a time, and two sums beside it.
      {Dtype::float16, {1, 1000}, {1000, 1}, 4 * (1000 + 1000 + 1)},
      {Dtype::float16, {1, 5000}, {5000, 1}, 4 * (1024 + 1024 + 1) + 4 * 2},
      {Dtype::boolean, {10, 20}, {20, 30}, 2 * (10 * 20 + 20 * 30) + 10 * 30},
      // Tiles round each size up by 32 at most.
      {Dtype::int8, {10, 20}, {20, 30}, 4 * (10 * 20 + 20 * 30 + 10 * 30 + 32 * (10 + 30 + 2 * 20))},
      {Dtype::int64, {10, 20}, {20, 30}, 8 * (10 * 20 + 20 * 30 + 10 * 30 + 32 * (10 + 30 + 2 * 20))},
      {Dtype::int64,
       {10, 3000},
       {3000, 30},
       8 * (10 * 256 + 256 * 30 + 10 * 30 + 32 * (10 + 30 + 2 * 256) + 2 * 10 * 30)},
      {Dtype::float32, {4, 4}, {4, 4}, 0},
  };
  for (const Row& row : rows) {
    CAPTURE(name_of(row.dtype), Shape(row.a).text(), Shape(row.b).text());
    CHECK(scratch_bytes(matmul_plan(layout(row.a, row.dtype), layout(row.b, row.dtype))) == row.bytes);
  }
  const TensorView columns = layout({33, 33}), rows_of_16 = layout({16, 33});
  CHECK(scratch_bytes(matmul_plan(rows_of_16, columns, {.transpose_b = true})) == 33 * 33 * 4);
}

TEST_CASE("the plan of two matrices made without labels is that of their contraction") {
  // Layouts: C, Fortran, strided, broadcast.
  const auto strided = [](Extents extents, int kind, Dtype dtype, bool aligned) {
    TensorView view = layout(extents, dtype, kind == 1);
    if (kind == 2) view.strides = {3 * extents[1], 2};
    if (kind == 3) view.strides = {0, 1};
    view.aligned = aligned;
    return view;
  };
  const auto matrix = [](const TensorView& view) -> MatrixLayout {
    return {view.extents[0], view.extents[1], view.strides[0], view.strides[1], view.aligned};
  };
  int plans = 0;
  for (const Dtype dtype : {Dtype::float32, Dtype::float64, Dtype::complex64, Dtype::complex128, Dtype::int8,
                            Dtype::int32, Dtype::uint64, Dtype::float16, Dtype::boolean}) {
    for (const std::int64_t m : {2, 31, 32, 200}) {
      for (const std::int64_t n : {2, 33, 128}) {
        for (const std::int64_t k : {2, 32, 513, 5000}) {
          for (int kinds = 0; kinds < 16; ++kinds) {
            const TensorView a = strided({m, k}, kinds % 4, dtype, kinds != 5);
            const TensorView b = strided({k, n}, kinds / 4, dtype, kinds != 9);
            CHECK(plan_of_matrices(dtype, matrix(a), matrix(b)) == matmul_plan(a, b));
            ++plans;
          }
        }
      }
    }
  }
  CHECK(plans == 9 * 4 * 3 * 4 * 16);
}
