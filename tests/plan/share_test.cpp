#include <span>
#include <string>
#include <tests/support/catch.hpp>
#include <tests/support/sampled.hpp>
#include <vector>

#include <tcalc/core/fill.hpp>
#include <tcalc/kernel/execute.hpp>
#include <tcalc/ops/einsum.hpp>
#include <tcalc/ops/matmul.hpp>
#include <tcalc/plan/share.hpp>

using namespace tcalc;

namespace {

Operand operand(const TensorView& view) { return {"X", Shape(view.extents), view.dtype}; }

// A product of matrices, and stacks of them, that fall into some pieces, by every kernel.
struct Case {
  std::string name;
  Extents a, b;
  Dtype dtype;
  std::string spec = {};  // of an einsum; empty for a matmul
};

const std::vector<Case> cases = {
    {"the BLAS or panels", {700, 300}, {300, 1300}, Dtype::float32},
    {"the same of float64", {1100, 70}, {70, 600}, Dtype::float64},
    {"blocked integers", {600, 40}, {40, 600}, Dtype::int16},
    {"booleans", {600, 40}, {40, 1200}, Dtype::boolean},
    {"small ones in a stack", {500, 12, 20}, {500, 20, 12}, Dtype::float32},
    {"a stack with one right operand", {40, 64, 100}, {100, 90}, Dtype::float64},
    {"a stack with one left operand", {64, 100}, {40, 100, 90}, Dtype::float64},
    {"axes of both operands side by side", {4, 90, 32}, {5, 32, 80}, Dtype::float32, "abc,dce->abde"},
    {"a stack that is the result's last axis", {30, 40, 20}, {30, 20, 25}, Dtype::float64, "bij,bjk->ikb"},
    {"a row", {2000}, {2000, 3000}, Dtype::float64},
    {"one element", {3000}, {3000}, Dtype::float64},
    {"an empty sum", {300, 0}, {0, 200}, Dtype::float32},
    {"nothing", {0, 5}, {5, 7}, Dtype::float32},
};

struct Product {
  Tensor a, b;
  Plan plan;
};

Product product_of(const Case& of) {
  const auto random = [&](const Extents& extents, std::uint64_t seed) {
    return make({of.dtype == Dtype::boolean || of.dtype == Dtype::int16 ? FillKind::randint : FillKind::randn,
                 2, 2, extents, of.dtype},
                seed);
  };
  Product product = {random(of.a, 1), random(of.b, 2), {}};
  const TensorView a = product.a.view(), b = product.b.view();
  product.plan =
      make_plan(of.spec.empty() ? matmul(operand(a), operand(b), {})
                                : contraction_of(einsum(of.spec, std::vector{operand(a), operand(b)})),
                a, b);
  return product;
}

}  // namespace

TEST_CASE("shares are disjoint, complete, and have the bits of the whole") {
  for (const Case& each : cases) {
    INFO(each.name);
    const Product product = product_of(each);
    const Plan& plan = product.plan;
    const auto bytes = static_cast<std::size_t>(plan.result_bytes);
    const auto elements = static_cast<std::size_t>(plan.result_bytes / size_of(plan.dtype));
    std::vector<std::byte> whole(bytes);
    execute(plan, product.a.view(), product.b.view(), whole.data(), 2);
    for (const std::int64_t parts : {1, 2, 3, 4, 5, 6, 7, 8, 13, 16, 31, 64}) {
      if (test::sampled && parts > 6) break;
      INFO(parts << " parts");
      std::vector<int> times(elements);
      std::vector<std::byte> together(bytes, std::byte{0x5a});
      for (std::int64_t part = 0; part < parts; ++part) {
        const Piece share = share_of(plan, {part, parts});
        execute_share(plan, share, product.a.view(), product.b.view(), together.data(),
                      part % 2 == 0 ? 1 : 2);
        for_each_run(plan, share, [&](std::int64_t first, std::int64_t count) {
          for (std::int64_t i = first; i < first + count; ++i) ++times[static_cast<std::size_t>(i)];
        });
      }
      CHECK(times == std::vector<int>(elements, 1));
      CHECK((together == whole));
    }
  }
}

TEST_CASE("shares are near square, and of the same size where the result allows it") {
  const auto grid = [](Extents a, Extents b, std::int64_t parts) {
    const TensorView left = contiguous(Dtype::float64, a), right = contiguous(Dtype::float64, b);
    const ShareGrid of = share_grid(make_plan(matmul(operand(left), operand(right), {}), left, right), parts);
    return std::vector<std::int64_t>{of.batch, of.m, of.n};
  };
  using Sizes = std::vector<std::int64_t>;
  CHECK(grid({16384, 16384}, {16384, 16384}, 16) == Sizes{1, 4, 4});
  CHECK(grid({16384, 16384}, {16384, 16384}, 8) == Sizes{1, 2, 4});
  CHECK(grid({16384, 16384}, {16384, 16384}, 4096) == Sizes{1, 32, 32});  // its pieces
  CHECK(grid({65536, 64}, {64, 512}, 8) == Sizes{1, 8, 1});
  // Of a stack whole products, which read nothing twice.
  CHECK(grid({64, 2048, 2048}, {64, 2048, 2048}, 16) == Sizes{16, 1, 1});
  CHECK(grid({2, 2048, 2048}, {2, 2048, 2048}, 8) == Sizes{2, 2, 2});
}

TEST_CASE("a share reads no operand of a stack twice") {
  const TensorView a = contiguous(Dtype::float32, {64, 256, 100}),
                   b = contiguous(Dtype::float32, {1, 100, 90});
  const Plan plan = make_plan(matmul(operand(a), operand(b), {}), a, b);
  CHECK(bytes_read(plan, share_of(plan, {0, 1})) == 4.0 * (64 * 256 * 100 + 100 * 90));
}
