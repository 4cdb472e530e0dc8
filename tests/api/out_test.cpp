// Results that are written where the caller wants them.
#include <complex>
#include <cstdint>
#include <tests/support/catch.hpp>
#include <tests/support/xadapt.hpp>
#include <tests/support/xview.hpp>
#include <vector>

#include <tcalc/tcalc.hpp>

using namespace tcalc;

namespace {

using Matrix = xt::xarray<double>;

const Matrix a = {{1, 2}, {3, 4}};
const Matrix b = {{5, 6}, {7, 8}};
const Matrix expected_product = {{19, 22}, {43, 50}};

template <class X>
bool is(const X& found, const Matrix& expected) {
  return Matrix(found) == expected;
}

}  // namespace

TEST_CASE("a product is written to memory that is there") {
  Matrix c = {{-1, -1}, {-1, -1}};
  const double* before = c.data();
  matmul(out(c), a, b);
  CHECK(is(c, expected_product));
  CHECK(c.data() == before);
}

TEST_CASE("a container is resized where its rank allows it") {
  Matrix none;
  matmul(out(none), a, b);
  CHECK(is(none, expected_product));
  xt::xtensor<double, 2> flat;
  matmul(out(flat), a, b);
  CHECK(is(flat, expected_product));
  xt::xtensor<double, 3> deep;
  CHECK_THROWS_WITH(matmul(out(deep), a, b), "the target has shape (0, 0, 0), the result (2, 2)");
}

TEST_CASE("a view and memory of others keep their shape") {
  Matrix stack = xt::zeros<double>({3, 2, 2});
  matmul(out(xt::view(stack, 1)), a, b);
  CHECK(is(xt::view(stack, 1), expected_product));
  CHECK(is(xt::view(stack, 0), xt::zeros<double>({2, 2})));
  CHECK(is(xt::view(stack, 2), xt::zeros<double>({2, 2})));
  CHECK_THROWS_WITH(dot(out(xt::view(stack, 1)), a, xt::view(b, xt::all(), 0)),
                    "the target has shape (2, 2), the result (2,)");

  std::vector<double> memory(4, -1);
  auto adapted = xt::adapt(memory, std::vector<std::size_t>{2, 2});
  matmul(out(adapted), a, b);
  CHECK(memory == std::vector<double>{19, 22, 43, 50});

  xt::xtensor_fixed<double, xt::xshape<2, 2>> fixed;
  matmul(out(fixed), a, b);
  CHECK(is(fixed, expected_product));
}

TEST_CASE("a strided target is written in its order") {
  Matrix wide = xt::zeros<double>({2, 4});
  matmul(out(xt::view(wide, xt::all(), xt::range(0, 4, 2))), a, b);
  CHECK(is(wide, {{19, 0, 22, 0}, {43, 0, 50, 0}}));
  xt::xarray<double, xt::layout_type::column_major> columns;
  matmul(out(columns), a, b);
  CHECK(is(columns, expected_product));
}

TEST_CASE("a target whose axes lie in another order takes a result of any rank") {
  const auto x = xt::xarray<double>(xt::arange<double>(24).reshape({2, 3, 4}));
  const auto y = xt::xarray<double>(xt::arange<double>(20).reshape({4, 5}));
  const Matrix expected = matmul(x, y);
  xt::xarray<double, xt::layout_type::column_major> columns;
  matmul(out(columns), x, y);
  CHECK(is(columns, expected));
  Matrix memory = xt::zeros<double>({5, 2, 3});
  matmul(out(xt::transpose(memory, {1, 2, 0})), x, y);
  CHECK(is(xt::transpose(memory, {1, 2, 0}), expected));
  Matrix gaps = xt::zeros<double>({5, 2, 6});
  matmul(out(xt::strided_view(xt::transpose(gaps, {1, 2, 0}), {xt::all(), xt::range(0, 6, 2)})), x, y);
  CHECK(is(xt::view(xt::transpose(gaps, {1, 2, 0}), xt::all(), xt::range(0, 6, 2)), expected));
  CHECK(xt::sum(gaps)() == xt::sum(expected)());
}

TEST_CASE("what is accumulated is added to what is there") {
  Matrix c = {{1, 1}, {1, 1}};
  matmul(out(c).accumulate(), a, b);
  CHECK(is(c, expected_product + 1.0));
  Matrix other = {1, 2};
  CHECK_THROWS_WITH(matmul(out(other).accumulate(), a, b), "the target has shape (2,), the result (2, 2)");
  CHECK(is(other, {1, 2}));
  Matrix one = 5.0;
  vdot(out(one).accumulate(), a, b);
  CHECK(one() == 75);
  Matrix none = Matrix::from_shape({0, 2});
  matmul(out(none).accumulate(), Matrix::from_shape({0, 2}), b);
  CHECK(none.shape() == Matrix::shape_type{0, 2});
}

TEST_CASE("a target that is an operand too gets the product of what it was") {
  Matrix square = a;
  matmul(out(square), square, b);
  CHECK(is(square, expected_product));
  Matrix grows = a;
  outer(out(grows), grows, b);
  CHECK(is(xt::view(grows, 1), {10, 12, 14, 16}));
  Matrix rows = {{1, 2}, {3, 4}, {0, 0}};
  matmul(out(xt::view(rows, xt::range(1, 3))), xt::view(rows, xt::range(0, 2)), b);
  CHECK(is(rows, {{1, 2}, {19, 22}, {43, 50}}));
  Matrix backwards = a;
  matmul(out(backwards), xt::flip(backwards, 0), b);
  CHECK(is(backwards, {{43, 50}, {19, 22}}));
  Matrix row = {{1, 2}};
  matmul(out(row), row, b);
  CHECK(is(row, {{19, 22}}));
  Matrix large = xt::ones<double>({100, 100});
  matmul(out(large), large, large);
  CHECK(is(large, 100 * xt::ones<double>({100, 100})));
}

TEST_CASE("a target of a wider element type takes the values") {
  const xt::xarray<std::int8_t> x = {{100, 100}};
  xt::xarray<std::int32_t> sums;
  matmul(out(sums), x, x, {.transpose_b = true});
  CHECK(sums(0, 0) == 20000);
  xt::xarray<std::complex<double>> complex;
  einsum(out(complex), "ij,jk->ki", a, b);
  CHECK(complex(0, 1) == std::complex<double>(43));
}

TEST_CASE("every operation has a target") {
  const xt::xarray<double> v = {1, 2}, w = {3, 4};
  Matrix c;
  batch_dot(out(c), a, b, {.axes = {1}});
  CHECK((c.shape() == Matrix::shape_type{2, 1} && c(0, 0) == 17 && c(1, 0) == 53));
  tensordot(out(c), a, b, 1);
  CHECK(is(c, expected_product));
  tensordot(out(c), a, b, TensordotOptions{{0}, {0}});
  CHECK(is(c, Matrix{{26, 30}, {38, 44}}));
  inner(out(c), v, w);
  CHECK(c() == 11);
  vdot(out(c), a, b);
  CHECK(c() == 70);
  vecdot(out(c), a, b);
  CHECK(is(c, {17, 53}));
  matvec(out(c), a, v);
  CHECK(is(c, {5, 11}));
  vecmat(out(c), v, a);
  CHECK(is(c, {7, 10}));
  kron(out(c), v, w);
  CHECK(is(c, {3, 4, 6, 8}));
  multi_dot(out(c), a, b, a);
  CHECK(is(c, {{85, 126}, {193, 286}}));
}
