// What surrounds the arithmetic: rules, plans, packing, and the reading and writing of text.
#include <benchmark/benchmark.h>
#include <cstdint>
#include <numeric>
#include <string>
#include <string_view>
#include <vector>

#include <tcalc/core/fill.hpp>
#include <tcalc/kernel/pack.hpp>
#include <tcalc/npy/header.hpp>
#include <tcalc/ops/matmul.hpp>
#include <tcalc/plan/plan.hpp>
#include <tcalc/text/operand.hpp>
#include <tcalc/text/print.hpp>

namespace {

using namespace tcalc;

const Extents a_extents = {10, 12, 4, 5};
const Extents b_extents = {10, 12, 5, 8};

Tensor random_tensor(const Extents& extents, Dtype dtype) {
  return make({.kind = FillKind::rand, .extents = extents, .dtype = dtype}, 1);
}

void matmul_rule(benchmark::State& state) {
  const Operand a{"A", Shape(a_extents), Dtype::float32};
  const Operand b{"B", Shape(b_extents), Dtype::float32};
  for (auto _ : state) benchmark::DoNotOptimize(matmul(a, b));
}
BENCHMARK(matmul_rule);

void plan_of_a_matmul(benchmark::State& state) {
  const Tensor a = random_tensor(a_extents, Dtype::float32);
  const Tensor b = random_tensor(b_extents, Dtype::float32);
  const Contraction contraction =
      matmul({"A", Shape(a_extents), Dtype::float32}, {"B", Shape(b_extents), Dtype::float32});
  for (auto _ : state) benchmark::DoNotOptimize(make_plan(contraction, a.view(), b.view()));
}
BENCHMARK(plan_of_a_matmul);

// A block of 256 x 256 float32, its rows or its columns contiguous, into slivers of 6 rows.
void pack_block(benchmark::State& state, bool transposed) {
  constexpr std::int64_t size = 256;
  const Tensor values = random_tensor({size, size}, Dtype::float32);
  std::vector<std::int64_t> along(size), across(size);
  std::iota(along.begin(), along.end(), 0);
  for (std::int64_t i = 0; i < size; ++i) across[static_cast<std::size_t>(i)] = i * size;
  const Block block{
      values.data(), Dtype::float32, false, false, transposed ? along : across, transposed ? across : along};
  constexpr Slivers slivers{6};
  std::vector<float> packed(static_cast<std::size_t>(packed_size(size, size, slivers)));
  for (auto _ : state) {
    pack(block, slivers, packed.data());
    benchmark::ClobberMemory();
  }
  state.SetBytesProcessed(state.iterations() * values.bytes());
}
BENCHMARK_CAPTURE(pack_block, rows, false);
BENCHMARK_CAPTURE(pack_block, columns, true);

void print_small_array(benchmark::State& state) {
  const Tensor values = random_tensor({4, 5}, Dtype::float64);
  for (auto _ : state) {
    std::string printed;
    text::print_array(values.view(), {}, [&](std::string_view piece) { printed += piece; });
    benchmark::DoNotOptimize(printed);
  }
}
BENCHMARK(print_small_array);

void parse_operand(benchmark::State& state, const char* typed) {
  for (auto _ : state) benchmark::DoNotOptimize(text::parse_operand(typed));
}
BENCHMARK_CAPTURE(parse_operand, shape, "B,H,T,64");
BENCHMARK_CAPTURE(parse_operand, literal, "[[1,2.5],[3,4]]");
BENCHMARK_CAPTURE(parse_operand, path, "weights/layer-1.npy");

void format_header(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(npy::format_header(Dtype::float32, a_extents));
}
BENCHMARK(format_header);

}  // namespace

BENCHMARK_MAIN();
