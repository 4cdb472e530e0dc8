// Rows that are computed together, against the same steps one after the other over whole arrays.
#include <array>
#include <cstring>
#include <random>
#include <tests/support/catch.hpp>
#include <vector>

#include <tcalc/blocks/passes.hpp>
#include <tcalc/blocks/row_program.hpp>
#include <tcalc/core/tensor.hpp>
#include <tcalc/elementwise/function.hpp>
#include <tcalc/reduction/function.hpp>
#include <tcalc/view/broadcast.hpp>

using namespace tcalc;

namespace {

Tensor random_floats(const Extents& extents) {
  Tensor tensor(Dtype::float32, extents);
  std::mt19937 engine(3);
  std::normal_distribution<float> normal(0, 3);
  for (std::int64_t i = 0; i < count(extents); ++i)
    reinterpret_cast<float*>(tensor.data())[i] = normal(engine);
  return tensor;
}

ElementBlocks* loop_of(std::string_view name) {
  return find_elementwise(name)->loops[static_cast<std::size_t>(Dtype::float32)].run;
}
const ReductionLoop& reduction_of(std::string_view name) {
  return *find_loop(*find_reduction(name), Dtype::float32);
}

Tensor step(std::string_view name, const std::vector<TensorView>& operands, const Extents& extents) {
  BlockProgram program;
  std::vector<int> slots;
  for (const TensorView& operand : operands)
    slots.push_back(program.add_input(broadcast_to(operand, extents)));
  program.finish(program.add_step(loop_of(name), slots, Dtype::float32));
  Tensor result(Dtype::float32, extents);
  run_blocks(program, count(extents), 4, 1, result.data(), {});
  return result;
}
Tensor reduced(std::string_view name, const Tensor& operand) {
  BlockProgram program;
  program.finish(program.add_input(operand.view()));
  const std::int64_t rows = operand.extents()[0];
  Tensor result(Dtype::float32, {rows, 1});
  reduce_rows(program, reduction_of(name), rows, operand.extents()[1], 1, result.data(), {});
  return result;
}

// softmax(x / scale) of rows, with one number and with one scale for each row.
Tensor one_after_the_other(const Tensor& x, const Tensor& scale) {
  const Tensor scaled = step("divide", {x.view(), scale.view()}, x.extents());
  const Tensor powers =
      step("exp", {step("subtract", {scaled.view(), reduced("max", scaled).view()}, x.extents()).view()},
           x.extents());
  return step("divide", {powers.view(), reduced("sum", powers).view()}, x.extents());
}

Tensor together(const Tensor& x, const Tensor& scale, bool per_row, int threads) {
  RowProgram program(x.extents()[1]);
  const int operand = program.add_input(x.view(), false);
  const Extents shown = per_row ? Extents{x.extents()[0], 1} : x.extents();
  const int by = program.add_spread(program.add_input(broadcast_to(scale.view(), shown), per_row));
  const auto add = [&](std::string_view name, std::vector<int> operands) {
    return program.add_step(loop_of(name), operands, Dtype::float32);
  };
  const int scaled = add("divide", {operand, by});
  const int most = program.add_reduction(reduction_of("max"), scaled);
  const int powers = add("exp", {add("subtract", {scaled, program.add_spread(most)})});
  const int sum = program.add_reduction(reduction_of("sum"), powers);
  CHECK(program.is_per_row(sum));
  program.finish(add("divide", {powers, program.add_spread(sum)}));
  Tensor result(Dtype::float32, x.extents());
  run_rows(program, x.extents()[0], threads, result.data(), {});
  return result;
}

bool same_bits(const Tensor& x, const Tensor& y) {
  return std::memcmp(x.data(), y.data(), static_cast<std::size_t>(x.bytes())) == 0;
}

}  // namespace

TEST_CASE("rows that are computed together have the bits of steps one after the other") {
  for (const Extents& extents :
       {Extents{7, 2}, {100, 37}, {33, 1000}, {5, 2048}, {5, 2049}, {3, 5000}, {0, 8}}) {
    INFO(extents[0] << "," << extents[1]);
    const Tensor x = random_floats(extents), number = random_floats({1}),
                 each = random_floats({extents[0], 1});
    for (const int threads : {1, 3}) {
      CHECK(same_bits(together(x, number, false, threads), one_after_the_other(x, number)));
      CHECK(same_bits(together(x, number, true, threads), one_after_the_other(x, number)));
      CHECK(same_bits(together(x, each, true, threads), one_after_the_other(x, each)));
    }
  }
}
