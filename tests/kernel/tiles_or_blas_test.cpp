#include <tests/support/catch.hpp>
#include <vector>

#include <tcalc/kernel/execute.hpp>
#include <tcalc/kernel/tiles_or_blas.hpp>
#include <tcalc/ops/matmul.hpp>

using namespace tcalc;

TEST_CASE("tiles outdo BLAS kernels of lesser instructions, and no others") {
  struct Row {
    InstructionSet tiles;
    BlasKernels kernels;
    bool outdo;
  };
  const std::vector<Row> rows = {
      {InstructionSet::avx512, BlasKernels::generic, true},
      {InstructionSet::avx512, BlasKernels::sse, true},
      {InstructionSet::avx512, BlasKernels::avx, true},
      {InstructionSet::avx512, BlasKernels::avx2, true},
      {InstructionSet::avx512, BlasKernels::avx512, false},
      {InstructionSet::avx2, BlasKernels::generic, true},
      {InstructionSet::avx2, BlasKernels::sse, true},
      {InstructionSet::avx2, BlasKernels::avx, true},
      {InstructionSet::avx2, BlasKernels::avx2, false},
      {InstructionSet::avx2, BlasKernels::avx512, false},
      {InstructionSet::baseline, BlasKernels::sse, false},
      {InstructionSet::neon, BlasKernels::neon, false},
  };
  for (const Row& row : rows) {
    CAPTURE(name_of(row.tiles), int(row.kernels));
    CHECK(tiles_outdo(row.tiles, row.kernels) == row.outdo);
  }
}

TEST_CASE("only matrices leave the BLAS") {
  const auto plan = [](std::int64_t m, std::int64_t n) {
    const TensorView a = {nullptr, Dtype::float32, false, {m, 1000}, {1000, 1}};
    const TensorView b = {nullptr, Dtype::float32, false, {1000, n}, {n, 1}};
    return make_plan(matmul({"A", Shape(a.extents), a.dtype}, {"B", Shape(b.extents), b.dtype}), a, b);
  };
  const auto kernel = [&](const Plan& alone, BlasKernels kernels) {
    return beside(alone, InstructionSet::avx512, kernels).kernel;
  };
  CHECK(kernel(plan(1000, 1000), BlasKernels::avx2) == Kernel::panels);
  CHECK(kernel(plan(40, 40), BlasKernels::avx2) == Kernel::blocked);
  CHECK(kernel(plan(1000, 1000), BlasKernels::avx512) == Kernel::blas);
  CHECK(kernel(plan(1000, 1), BlasKernels::avx2) == Kernel::blas);
  CHECK(kernel(plan(1, 1000), BlasKernels::avx2) == Kernel::blas);
  CHECK(kernel(plan(10, 10), BlasKernels::avx2) == Kernel::direct);
}

TEST_CASE("panels outdo the BLAS where they were seen to") {
  const auto outdo = [](std::int64_t size, InstructionSet tiles) {
    const TensorView square = {nullptr, Dtype::float32, false, {size, size}, {size, 1}};
    const Operand a = {"A", Shape(square.extents), square.dtype},
                  b = {"B", Shape(square.extents), square.dtype};
    return panels_outdo_blas(make_plan(matmul(a, b), square, square), tiles);
  };
  CHECK(!outdo(100, InstructionSet::avx512));
  CHECK(outdo(128, InstructionSet::avx512));
  CHECK(outdo(4000, InstructionSet::avx512));
  CHECK(!outdo(128, InstructionSet::avx2));
  CHECK(outdo(256, InstructionSet::avx2));
  CHECK(!outdo(512, InstructionSet::avx2));
  CHECK(tiles_take_all(InstructionSet::avx512, BlasKernels::avx512));
  CHECK(tiles_take_all(InstructionSet::avx2, BlasKernels::sse));
  CHECK(!tiles_take_all(InstructionSet::avx2, BlasKernels::avx2));
  CHECK(!outdo(256, InstructionSet::baseline));
  CHECK(!outdo(256, InstructionSet::neon));
}

TEST_CASE("parts of a product take as many threads as the BLAS has buffers for, others all") {
  Plan plan;
  for (const Kernel kernel : {Kernel::blas, Kernel::panels}) {
    plan.kernel = kernel;
    CHECK(threads_for_parts(plan, 1) == 1);
    CHECK(threads_for_parts(plan, 2) == 2);
  }
}
