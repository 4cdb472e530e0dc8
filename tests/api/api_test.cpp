#include <array>
#include <complex>
#include <cstdint>
#include <span>
#include <tests/support/catch.hpp>
#include <tests/support/xadapt.hpp>
#include <tests/support/xview.hpp>
#include <thread>
#include <type_traits>
#include <vector>

#include <tcalc/tcalc.hpp>

using namespace tcalc;

namespace {

// Catch2 would take an xtensor comparison apart.
template <class X, class Y>
bool same(const X& x, const Y& y) {
  return xt::xarray<typename X::value_type>(x) == xt::xarray<typename X::value_type>(y);
}

}  // namespace

TEST_CASE("matmul of xtensor arrays promotes as NumPy does") {
  const xt::xarray<float> a = {{1, 2}, {3, 4}};
  const xt::xarray<double> b = {{5, 6}, {7, 8}};
  const auto c = matmul(a, b);
  STATIC_REQUIRE(std::is_same_v<decltype(c)::value_type, double>);
  CHECK(same(c, xt::xarray<double>{{19, 22}, {43, 50}}));
  STATIC_REQUIRE(
      std::is_same_v<decltype(dot(xt::xarray<std::int32_t>(), xt::xarray<std::uint32_t>()))::value_type,
                     std::int64_t>);
  STATIC_REQUIRE(std::is_same_v<decltype(dot(xt::xarray<bool>(), xt::xarray<bool>()))::value_type, bool>);
}

TEST_CASE("expressions and views are operands too") {
  const xt::xarray<double> a = {{1, 2}, {3, 4}};
  CHECK(same(matmul(xt::transpose(a), a + 1.0), xt::xarray<double>{{14, 18}, {20, 26}}));
  CHECK(same(dot(xt::view(a, 0, xt::all()), xt::view(a, xt::all(), 1)), xt::xarray<double>(10.0)));
}

TEST_CASE("batch_dot takes axes and the Keras rule") {
  const xt::xarray<int> x = {{1, 2}, {3, 4}};
  const xt::xarray<int> y = {{5, 6}, {7, 8}};
  // Keras 2.2.4 documentation prints [[17, 53]] for this; its own result is a column.
  const xt::xarray<int> column = batch_dot(x, y, {.axes = {1}});
  CHECK(column.shape() == xt::dynamic_shape<std::size_t>{2, 1});
  CHECK(std::vector<int>(column.begin(), column.end()) == std::vector<int>{17, 53});
  const auto big = xt::xarray<float>::from_shape({9, 8, 7, 4, 2});
  const auto small = xt::xarray<float>::from_shape({9, 8, 7, 2, 5});
  CHECK(batch_dot(big, small).shape() == xt::dynamic_shape<std::size_t>{9, 8, 7, 4, 5});
  CHECK(batch_dot(big, small, {.rule = KerasRule::from_2_2_5}).shape() ==
        xt::dynamic_shape<std::size_t>{9, 8, 7, 4, 8, 7, 5});
}

TEST_CASE("booleans are or-of-ands, 0-D results have no axes") {
  const xt::xarray<bool> p = {{true, false}, {false, true}};
  CHECK(same(dot(p, p), p));
  const xt::xarray<double> v = {1, 2, 3};
  CHECK(matmul(v, v).dimension() == 0);
  CHECK(matmul(v, v)() == 14);
}

TEST_CASE("adjoint conjugates, transpose does not") {
  using C = std::complex<double>;
  xt::xarray<C> z = {C(1, 2), C(3, -1)};
  z.reshape({2, 1});
  CHECK(matmul(z, z, {.adjoint_a = true})(0, 0) == C(15, 0));
  CHECK(matmul(z, z, {.transpose_a = true})(0, 0) == C(5, -2));
}

TEST_CASE("tensordot of lists of axes") {
  const xt::xarray<int> a = {{1, 2, 3}, {4, 5, 6}};
  CHECK(tensordot(a, a, 2)() == 91);
  CHECK(tensordot(a, a, TensordotOptions{{0}, {0}})(0, 0) == 17);
}

TEST_CASE("what is not defined throws and says why") {
  const auto a = xt::xarray<float>::from_shape({2, 3});
  try {
    matmul(a, a);
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.kind == ErrorKind::mismatch);
    CHECK(error.message == "matmul: Dimensions must be equal, but are 3 and 2: axis 1 of A and axis 0 of B");
  }
}

TEST_CASE("every contraction takes xtensor expressions") {
  const xt::xarray<int> a = {{1, 2}, {3, 4}};
  const xt::xarray<int> b = {{5, 6}, {7, 8}};
  const xt::xarray<int> v = {5, 6};
  CHECK(same(inner(a, b), xt::xarray<int>{{17, 23}, {39, 53}}));
  CHECK(same(outer(v, v + 1), xt::xarray<int>{{30, 35}, {36, 42}}));
  CHECK(same(vdot(a, b), xt::xarray<int>(70)));
  CHECK(same(vecdot(a, v), xt::xarray<int>{17, 39}));
  CHECK(same(vecdot(a, b, {.axis = 0}), xt::xarray<int>{26, 44}));
  CHECK(same(matvec(a, v), xt::xarray<int>{17, 39}));
  CHECK(same(vecmat(v, a), xt::xarray<int>{23, 34}));
  CHECK(same(kron(v, a), xt::xarray<int>{{5, 10, 6, 12}, {15, 20, 18, 24}}));
  CHECK(same(einsum("ij,jk->ki", a, b), xt::xarray<int>{{19, 43}, {22, 50}}));
  CHECK(same(einsum("ii", a), xt::xarray<int>(5)));
  CHECK(same(einsum("i,ij,j->", v, a, v), xt::xarray<int>(5 * 17 + 6 * 39)));
  CHECK(same(multi_dot(v, a, b), xt::xarray<int>{353, 410}));
}

TEST_CASE("einsum of transposed views, a diagonal and three element types") {
  const xt::xarray<float> a = {{1, 2, 3}, {4, 5, 6}};
  const xt::xarray<std::int8_t> b = {{1, 0, 2}, {0, 1, 0}, {3, 0, 1}};
  const xt::xarray<double> row = xt::ones<double>({1, 3});
  const auto c = einsum("ji,ii,ki->jk", a, xt::transpose(b), row);
  STATIC_REQUIRE(std::is_same_v<decltype(c)::value_type, double>);
  CHECK(std::vector<double>(c.begin(), c.end()) == std::vector<double>{6, 15});
  CHECK(same(vdot(xt::transpose(a), xt::arange<double>(6)), xt::xarray<double>(65)));
}

TEST_CASE("integers are summed in the wider type that is asked for") {
  const xt::xarray<std::int8_t> a = {{100, 100}, {-128, -128}};
  auto b = xt::xarray<std::uint8_t>::from_shape({2, 1});
  b.fill(255);
  const auto wide = matmul<std::int32_t>(a, b);
  STATIC_REQUIRE(std::is_same_v<decltype(wide)::value_type, std::int32_t>);
  CHECK(std::vector<int>(wide.begin(), wide.end()) == std::vector<int>{51000, -65280});
  STATIC_REQUIRE(std::is_same_v<decltype(matmul(a, b))::value_type, std::int16_t>);
  CHECK(dot<std::int64_t>(a, b)(1, 0) == -65280);
}

TEST_CASE("what einsum refuses names letter, operands and sizes") {
  const auto a = xt::xarray<float>::from_shape({2, 3});
  const auto b = xt::xarray<float>::from_shape({4, 5});
  CHECK_THROWS_WITH(
      einsum("ij,jk->ik", a, b),
      "einsum: Dimensions of letter j must be equal, but are 3 and 4: axis 1 of A and axis 0 of B");
  CHECK_THROWS_WITH(einsum("ij", a, b), "einsum: 'ij' has 1 term, but 2 operands are given");
}

TEST_CASE("the result is an xtensor where types say its rank") {
  const xt::xtensor<double, 2> a = {{1, 2}, {3, 4}};
  const xt::xtensor<float, 1> v = {5, 6};
  const auto product = matmul(a, a);
  STATIC_REQUIRE(std::is_same_v<decltype(product), const xt::xtensor<double, 2>>);
  CHECK(same(product, xt::xarray<double>{{7, 10}, {15, 22}}));
  STATIC_REQUIRE(std::is_same_v<decltype(matmul(a, v)), xt::xtensor<double, 1>>);
  CHECK(same(matmul(a, v), xt::xarray<double>{17, 39}));
  STATIC_REQUIRE(std::is_same_v<decltype(matmul(v, v)), xt::xtensor<float, 0>>);
  CHECK(matmul(v, v)() == 61);
  STATIC_REQUIRE(std::is_same_v<decltype(dot(xt::view(a, 0, xt::all()), v)), xt::xtensor<double, 0>>);
  STATIC_REQUIRE(std::is_same_v<decltype(outer(a, v)), xt::xtensor<double, 2>>);
  CHECK(same(outer(v, v), xt::xarray<double>{{25, 30}, {30, 36}}));
  STATIC_REQUIRE(std::is_same_v<decltype(inner(a, a)), xt::xtensor<double, 2>>);
  STATIC_REQUIRE(std::is_same_v<decltype(vdot(a, a)), xt::xtensor<double, 0>>);
  CHECK(vdot(a, a)() == 30);
  STATIC_REQUIRE(std::is_same_v<decltype(matvec(a, v)), xt::xtensor<double, 1>>);
  CHECK(same(matvec(a, v), matmul(a, v)));
  CHECK(same(vecmat(v, a), matmul(v, a)));
  CHECK(same(vecdot(a, v), xt::xarray<double>{17, 39}));
  CHECK(same(kron(v, v), xt::xarray<double>{25, 30, 30, 36}));
  const xt::xtensor_fixed<double, xt::xshape<2, 2>> fixed = {{1, 2}, {3, 4}};
  STATIC_REQUIRE(std::is_same_v<decltype(matmul(fixed, a + 0.0)), xt::xtensor<double, 2>>);
  CHECK(same(matmul(fixed, a + 0.0), product));
  STATIC_REQUIRE(std::is_same_v<decltype(matmul(a, xt::xarray<double>())), xt::xarray<double>>);
  const xt::xarray<double> copied = matmul(a, a);
  CHECK(same(copied, product));
  STATIC_REQUIRE(std::is_same_v<decltype(matmul<double>(v, v)), xt::xtensor<double, 0>>);
}

TEST_CASE("einsum and multi_dot take as many operands as there are when they are called") {
  const std::vector<xt::xarray<int>> chain = {{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}, {{1, 0}, {0, 1}}};
  CHECK(same(multi_dot(chain), xt::xarray<int>{{19, 22}, {43, 50}}));
  CHECK(same(einsum("ij,jk,kl->il", chain), multi_dot(chain)));
  CHECK(same(einsum("ij,jk->ik", std::span(chain).first(2)), xt::xarray<int>{{19, 22}, {43, 50}}));
  xt::xarray<std::int64_t> sums;
  multi_dot(out(sums), chain);
  CHECK(same(sums, xt::xarray<std::int64_t>{{19, 22}, {43, 50}}));
  CHECK_THROWS_WITH(multi_dot(std::span(chain).first(1)), "multi_dot takes at least 2 operands, got 1");
}

TEST_CASE("tensordot is spelled as in xtensor-blas too") {
  const xt::xarray<int> a = {{1, 2, 3}, {4, 5, 6}};
  CHECK(same(tensordot(a, a, {0}, {0}), tensordot(a, a, TensordotOptions{{0}, {0}})));
  CHECK(same(tensordot(a, a, {1, 0}, {1, 0}), xt::xarray<int>(91)));
  CHECK(tensordot(a, a, {}, {}).dimension() == 4);
}

TEST_CASE("adaptors of another shape type are operands and targets") {
  std::vector<double> memory = {1, 2, 3, 4}, result(4);
  const auto a = xt::adapt(memory, std::vector<int>{2, 2});
  auto c = xt::adapt(result, std::vector<int>{2, 2});
  matmul(out(c), a, xt::adapt(memory.data(), 4, xt::no_ownership(), std::array<std::size_t, 2>{2, 2}));
  CHECK(result == std::vector<double>{7, 10, 15, 22});
}

TEST_CASE("set_threads bounds the products of the whole process, a scope those of its thread") {
  const int before = default_threads();
  set_threads(3);
  CHECK(default_threads() == 3);
  {
    const ThreadScope two(2);
    CHECK(default_threads() == 2);
  }
  int elsewhere = 0;
  std::thread([&] { elsewhere = default_threads(); }).join();
  CHECK(elsewhere == 3);
  const auto a = xt::xarray<double>(xt::ones<double>({300, 300}));
  CHECK(matmul(a, a)(299, 299) == 300);
  set_threads(0);
  CHECK(default_threads() == before);
}

TEST_CASE("matrices that are long on one side only are multiplied as any others") {
  const auto ones = [](std::size_t rows, std::size_t columns) {
    return xt::xarray<float>(xt::ones<float>({rows, columns}));
  };
  CHECK(same(matmul(ones(2, 300), ones(300, 2)), 300 * ones(2, 2)));
  CHECK(same(matmul(ones(2, 3), ones(3, 300)), 3 * ones(2, 300)));
  // A letter that one of two operands alone has is summed there first.
  const xt::xarray<float> deep = xt::ones<float>({2, 3, 4});
  CHECK(same(einsum("ijm,jk->ik", deep, ones(3, 5)), 12 * ones(2, 5)));
}
