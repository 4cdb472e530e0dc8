// The oracle itself, on products that are known from elsewhere: a wrong oracle would hide what it is there to
// find.
#include <complex>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>
#include <tests/support/case_table.hpp>
#include <tests/support/catch.hpp>
#include <tests/support/reference.hpp>
#include <vector>

#include <tcalc/ops/registry.hpp>

using namespace tcalc;
using Sizes = reference::Extents;

namespace {

template <class T>
std::vector<T> product_of(const std::string& operation, const std::vector<T>& a, const Sizes& a_shape,
                          const std::vector<T>& b, const Sizes& b_shape, const std::string& options = {}) {
  const Arguments arguments = test::arguments_from(*find_operation(operation), options);
  const auto product = reference::product<T>(operation, arguments, a, a_shape, b, b_shape);
  REQUIRE(product.has_value());
  CHECK(product->values.size() == static_cast<std::size_t>(reference::element_count(product->shape)));
  return product->values;
}

using Integers = std::vector<std::int64_t>;
using Bytes = std::vector<std::int8_t>;
using Reals = std::vector<double>;
using Complexes = std::vector<std::complex<double>>;

}  // namespace

TEST_CASE("the oracle multiplies integers, and wraps them") {
  CHECK(product_of<std::int64_t>("matmul", {1, 2, 3, 4}, {2, 2}, {5, 6, 7, 8}, {2, 2}) ==
        Integers{19, 22, 43, 50});
  CHECK(product_of<std::int64_t>("matmul", {1, 2, 3, 4}, {2, 2}, {5, 6, 7, 8}, {2, 2}, "--transpose-b") ==
        Integers{17, 23, 39, 53});
  CHECK(product_of<std::int64_t>("matmul", {1, 2}, {2, 1, 1}, {3, 5}, {1, 2}) == Integers{3, 5, 6, 10});
  CHECK(product_of<std::int64_t>("batch_dot", {1, 2, 3, 4}, {2, 2}, {5, 6, 7, 8}, {2, 2}, "--axes 1") ==
        Integers{17, 53});
  CHECK(product_of<std::int64_t>("batch_dot", {1, 2, 3, 4}, {2, 2}, {5, 6, 7, 8}, {2, 2}, "--axes 0") ==
        Integers{26, 44});
  CHECK(product_of<std::int64_t>("dot", {3}, {}, {1, 2, 3}, {3}) == Integers{3, 6, 9});
  CHECK(product_of<std::int64_t>("dot", {}, {2, 0}, {}, {0, 2}) == Integers{0, 0, 0, 0});
  CHECK(product_of<std::int64_t>("tensordot", {1, 2, 3, 4}, {2, 2}, {5, 6, 7, 8}, {2, 2}) == Integers{70});
  CHECK(product_of<std::int8_t>("dot", {127, 127}, {2}, {127, 127}, {2}) == Bytes{2});
  CHECK(product_of<std::int8_t>("dot", {-128}, {1}, {-1}, {1}) == Bytes{-128});
  CHECK(product_of<std::uint8_t>("dot", {200, 200}, {2}, {200, 200}, {2}) == std::vector<std::uint8_t>{128});
}

TEST_CASE("the oracle keeps NaN, and bounds what cancels") {
  CHECK(product_of<double>("dot", {1e300, -1e300, 1}, {3}, {1, 1, 1}, {3}) == Reals{1});
  const auto cancelled = reference::product<double>("dot", {}, Reals{4, -4}, {2}, Reals{2, 2}, {2});
  CHECK(cancelled->values == Reals{0});
  CHECK(cancelled->magnitudes == std::vector<long double>{16});
  const double not_a_number =
      product_of<double>("dot", {0}, {1}, {std::numeric_limits<double>::infinity()}, {1}).front();
  CHECK(not_a_number != not_a_number);
}

TEST_CASE("the oracle conjugates what adjoint and old batch_dot conjugate") {
  const Complexes i = {{0, 1}};
  CHECK(product_of<std::complex<double>>("matmul", i, {1, 1}, i, {1, 1}) == Complexes{{-1, 0}});
  CHECK(product_of<std::complex<double>>("matmul", i, {1, 1}, i, {1, 1}, "--adjoint-a") == Complexes{{1, 0}});
  CHECK(product_of<std::complex<double>>("matmul", i, {1, 1}, i, {1, 1}, "--adjoint-a --adjoint-b") ==
        Complexes{{-1, 0}});
  CHECK(product_of<std::complex<double>>("batch_dot", i, {1, 1, 1}, i, {1, 1, 1}, "--axes 1") ==
        Complexes{{1, 0}});
  CHECK(product_of<std::complex<double>>("batch_dot", i, {1, 1, 1}, i, {1, 1, 1}, "--axes 1 --keras 3") ==
        Complexes{{-1, 0}});
}

TEST_CASE("the oracle takes bool as or of ands, and sums half in float") {
  const Boolean no = {0}, yes = {1};
  CHECK(product_of<Boolean>("matmul", {yes, yes, no, yes}, {2, 2}, {yes, no, yes, no}, {2, 2}) ==
        std::vector<Boolean>{yes, no, yes, no});
  const std::vector<Half> ones(60000, Half(1.0f));
  CHECK(product_of<Half>("dot", ones, {60000}, ones, {60000}) == std::vector<Half>{Half(60000.0f)});
  CHECK(product_of<Half>("dot", {Half(300.0f)}, {1}, {Half(300.0f)}, {1}) ==
        std::vector<Half>{Half(90000.0f)});
}

TEST_CASE("the oracle refuses what is not defined") {
  CHECK_FALSE(reference::subscripts("dot", {}, {2, 3}, {4, 5}).has_value());
  CHECK_FALSE(reference::subscripts("matmul", {}, {}, {3}).has_value());
  CHECK_FALSE(reference::subscripts("matmul", {}, {2, 2, 3}, {3, 3, 5}).has_value());
  CHECK_FALSE(reference::subscripts("batch_dot", {}, {1, 2, 3}, {4, 3, 5}).has_value());
  CHECK_THROWS_AS(reference::subscripts("frobnicate", {}, {}, {}), std::logic_error);
}
