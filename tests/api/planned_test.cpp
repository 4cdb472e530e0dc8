// Products that are planned once and computed often.
#include <tests/support/catch.hpp>
#include <tests/support/xview.hpp>
#include <thread>
#include <vector>

#include <tcalc/tcalc.hpp>

using namespace tcalc;

namespace {

using Floats = xt::xarray<float>;

Floats numbers(std::vector<std::size_t> shape) {
  auto array = Floats::from_shape(shape);
  float next = 0;
  for (float& element : array) element = next = next < 20 ? next + 1 : -7;
  return array;
}

// Catch2 would take an xtensor comparison apart.
template <class X, class Y>
bool same(const X& x, const Y& y) {
  return Floats(x) == Floats(y);
}

}  // namespace

TEST_CASE("a plan says what a product gives and takes, and computes it") {
  const auto product = plan_einsum<float>("ij,jk->ki", {{4, 5}, {5, 6}});
  CHECK(product.shape() == std::vector<std::int64_t>{6, 4});
  CHECK(product.flops() == 2 * 4 * 5 * 6);
  CHECK(product.bytes() >= 6 * 4 * 4);
  CHECK(product.path() == std::vector<std::string>{"ij,jk->ki"});
  const Floats a = numbers({4, 5}), b = numbers({5, 6});
  CHECK(same(product(a, b), einsum("ij,jk->ki", a, b)));
  Floats c;
  product(out(c), a, b);
  CHECK(same(c, einsum("ij,jk->ki", a, b)));
  product(out(c).accumulate(), a, b);
  CHECK(same(c, 2 * einsum("ij,jk->ki", a, b)));
}

TEST_CASE("a plan of several operands has its steps in the cheapest order") {
  const auto chain = plan<float>("multi_dot", {{10, 100}, {100, 5}, {5, 50}});
  CHECK(chain.path() == std::vector<std::string>{"ab,bc->ac", "ac,cd->ad"});
  CHECK(chain.flops() == 2 * 10 * 100 * 5 + 2 * 10 * 5 * 50);
  const Floats a = numbers({10, 100}), b = numbers({100, 5}), c = numbers({5, 50});
  CHECK(same(chain(a, b, c), multi_dot(a, b, c)));
}

TEST_CASE("any operation can be planned by its name") {
  const Floats a = numbers({4, 5}), b = numbers({6, 5});
  CHECK(same(plan<float>("matmul", {{4, 5}, {6, 5}}, {{"transpose-b", true}})(a, b),
             matmul(a, b, {.transpose_b = true})));
  CHECK(same(plan<float>("outer", {{4, 5}, {6, 5}})(a, b), outer(a, b)));
  CHECK(same(plan<float>("vdot", {{4, 5}, {5, 4}})(a, numbers({5, 4})), vdot(a, numbers({5, 4}))));
  const std::vector<CallArgument> axes = {{"axes-a", std::vector<std::int64_t>{1}},
                                          {"axes-b", std::vector<std::int64_t>{1}}};
  CHECK(same(plan<float>("tensordot", {{4, 5}, {6, 5}}, axes)(a, b), tensordot(a, b, {1}, {1})));
  CHECK_THROWS_WITH(plan<float>("no_such", {{2}, {2}}), "there is no operation 'no_such'");
  const std::vector<CallArgument> einsum_options = {{"SPEC", std::string("ij,kj->ik")}, {"strict", true}};
  const std::vector<CallArgument> no_flag = {{"transpose-b", false}};
  CHECK(same(plan<float>("matmul", {{4, 5}, {5, 6}}, no_flag)(a, xt::transpose(b)),
             matmul(a, xt::transpose(b))));
  CHECK(same(plan<float>("einsum", {{4, 5}, {6, 5}}, einsum_options)(a, b),
             matmul(a, b, {.transpose_b = true})));
  CHECK_THROWS_WITH(plan<float>("dot", {{2}, {2}}, {{"axes", true}}), "dot has no option 'axes'");
  CHECK_THROWS_WITH(plan<float>("tensordot", {{2}, {2}}, {{"axes", std::string("1")}}),
                    "tensordot: the option 'axes' has another kind of value");
  CHECK_THROWS_WITH(plan<float>("dot", {{2}, {3}}),
                    "dot: Dimensions must be equal, but are 2 and 3: axis 0 of A and axis 0 of B");
  CHECK_THROWS_AS(plan<float>("dot", {{-2}, {-2}}), UsageError);
  const std::int64_t many = std::int64_t{1} << 31;
  CHECK_THROWS_AS(plan<float>("outer", {{many, many}, {many, many}}), ResourceError);
}

TEST_CASE("operands of other strides are planned for anew, those of other extents and types refused") {
  const Floats a = numbers({5, 4}), b = numbers({5, 6});
  const auto product = plan_einsum<float>("ij,jk->ik", {{4, 5}, {5, 6}});
  CHECK(same(product(xt::transpose(a), b), dot(xt::transpose(a), b)));
  const auto transposed = plan_einsum<float>("ij,jk->ik", xt::transpose(a), b);
  CHECK(same(transposed(xt::transpose(a), b), dot(xt::transpose(a), b)));
  CHECK(same(transposed(xt::transpose(a) + 0.0f, b), dot(xt::transpose(a), b)));
  CHECK_THROWS_WITH(product(b, b), "einsum: planned for A (4, 5) float32, but it is (5, 6) float32");
  const xt::xarray<double> doubles = b;
  CHECK_THROWS_WITH(product(numbers({4, 5}), doubles),
                    "einsum: planned for B (5, 6) float32, but it is (5, 6) float64");
  CHECK_THROWS_WITH(product(b), "einsum: planned for 2 operands, got 1");
  const Floats row = numbers({1, 5});  // along an axis of size 1 any stride will do
  CHECK(same(plan_einsum<float>("ij,jk->ik", {{1, 5}, {5, 6}})(row, b), dot(row, b)));
}

TEST_CASE("eight threads compute by one plan at once") {
  const Floats a = numbers({24, 40}), b = numbers({40, 30}), c = numbers({30, 8});
  const auto product = plan_einsum<float>("ij,jk,kl->il", a, b, c);
  const Floats expected = product(a, b, c);
  std::vector<int> wrong(8, 0);
  std::vector<std::thread> threads;
  for (int& count : wrong) {
    threads.emplace_back([&] {
      Floats result;
      for (int call = 0; call < 200; ++call) {
        product(out(result), a, b, c);
        if (!(result == expected)) ++count;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(wrong == std::vector<int>(8, 0));
}
