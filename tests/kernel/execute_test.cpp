#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>
#include <random>
#include <string>
#include <tests/support/catch.hpp>
#include <tests/support/layouts.hpp>
#include <tests/support/reference.hpp>
#include <tests/support/sampled.hpp>
#include <vector>

#include <tcalc/kernel/execute.hpp>
#include <tcalc/ops/registry.hpp>

using namespace tcalc;
using support::Layout;

namespace {

struct Case {
  std::string operation;
  Extents a, b;
  Arguments options = {};
};

Tensor computed(const Case& product, const TensorView& a, const TensorView& b, int threads = 2) {
  const Operand left = {"A", Shape(a.extents), a.dtype};
  const Operand right = {"B", Shape(b.extents), b.dtype};
  const Contraction contraction =
      contraction_of(apply(*find_operation(product.operation), left, right, product.options));
  const Plan plan = make_plan(contraction, a, b);
  Tensor result(plan.dtype, Shape(contraction.result_dims()).extents());
  execute(plan, a, b, result.data(), threads);
  return result;
}

std::size_t elements(const Extents& extents) { return static_cast<std::size_t>(count(extents)); }

// The first element that is wrong, as text; empty when none is. Floats may be off by the usual bound: (K + 2)
// * eps times the sum of the terms' magnitudes.
template <class T>
std::string first_difference(const reference::Product<T>& expected, const Tensor& result, std::int64_t k) {
  if (result.extents() != expected.shape) return "shape " + Shape(result.extents()).text();
  const T* values = reinterpret_cast<const T*>(result.data());
  for (std::size_t i = 0; i < expected.values.size(); ++i) {
    bool right = false;
    if constexpr (NarrowFloat<T> || std::is_integral_v<T> || std::is_same_v<T, Boolean>) {
      right = values[i] == expected.values[i];
      if constexpr (NarrowFloat<T>) {
        // The order of the float sums is free, so the last bit of what they are rounded to may be too.
        const float x = static_cast<float>(values[i]);
        const float y = static_cast<float>(expected.values[i]);
        right = right || std::abs(x - y) <= std::exp2(1.0f - T::digits) * std::abs(y) + 0x1p-24f;
      }
    } else {
      using Real = decltype(std::abs(T()));
      const std::complex<long double> exact = expected.exact[i];
      const std::complex<long double> value(values[i]);
      const auto bound =
          static_cast<long double>(k + 2) * std::numeric_limits<Real>::epsilon() * expected.magnitudes[i];
      right = std::abs(value - exact) <= bound;
    }
    if (!right) return "element " + std::to_string(i);
  }
  return {};
}

template <class T>
void check(const Case& product, Layout layout_a, Layout layout_b, std::mt19937_64& engine) {
  const auto a = support::random_values<T>(elements(product.a), engine);
  const auto b = support::random_values<T>(elements(product.b), engine);
  const auto left = support::laid_out(a, product.a, layout_a);
  const auto right = support::laid_out(b, product.b, layout_b);
  const auto expected = reference::product<T>(product.operation, product.options, a, product.a, b, product.b);
  CAPTURE(product.operation, Shape(product.a).text(), Shape(product.b).text(), name_of(dtype_of<T>()),
          int(layout_a), int(layout_b));
  REQUIRE(expected);
  const Tensor result = computed(product, left.view, right.view);
  const std::int64_t k = std::max(count(product.a), count(product.b));
  CHECK(first_difference(*expected, result, k) == "");
}

const std::vector<Case> cases = {
    {"matmul", {5, 7}, {7, 3}},
    {"matmul", {2, 3, 4, 5}, {2, 3, 5, 6}},
    {"matmul", {5, 1, 2, 3}, {1, 7, 3, 5}},
    {"matmul", {4, 9, 8}, {8, 17}},
    {"matmul", {9, 8}, {4, 8, 5}},
    {"matmul", {8}, {3, 8, 5}},
    {"matmul", {3, 5, 8}, {8}},
    {"matmul", {33}, {33}},
    {"matmul", {3, 1, 16}, {3, 16, 9}},
    {"matmul", {2, 0}, {0, 3}},
    {"matmul", {0, 3}, {3, 4}},
    {"matmul", {6, 4, 5}, {6, 4, 7}, {{"transpose-a", true}}},
    {"matmul", {6, 4, 5}, {6, 7, 5}, {{"transpose-b", true}}},
    {"matmul", {6, 5, 4}, {6, 7, 5}, {{"adjoint-a", true}, {"adjoint-b", true}}},
    {"matmul", {40, 50}, {50, 45}},
    {"matmul", {3, 40, 33}, {3, 41, 33}, {{"adjoint-b", true}}},
    {"dot", {2, 3, 4}, {7, 4, 5}},
    {"dot", {}, {3, 4}},
    {"dot", {3, 4}, {}},
    {"dot", {}, {}},
    {"dot", {3}, {4, 3, 5}},
    {"dot", {2, 4, 3}, {3}},
    {"vecdot", {3, 2500}, {3, 2500}},
    {"vecdot", {20, 5}, {5}},
    {"tensordot", {30, 40}, {30, 40}},
    {"dot", {6, 20, 30}, {5, 30, 12}},
    {"batch_dot", {10, 2, 4, 5}, {10, 2, 5, 8}},
    {"batch_dot", {32, 20}, {20, 32}, {{"axes", std::vector<std::int64_t>{0, 1}}}},
    {"batch_dot", {6, 20}, {6, 30, 20}, {{"axes", std::vector<std::int64_t>{1, 2}}}},
    {"batch_dot", {4, 5, 3}, {4, 5, 7}, {{"axes", std::vector<std::int64_t>{1, 1}}}},
    {"batch_dot", {9, 8, 7, 4, 2}, {9, 2, 5}, {{"axes", std::vector<std::int64_t>{4, 1}}, {"keras", "3"}}},
    {"batch_dot", {4, 8, 6, 5}, {4, 3, 8}, {{"axes", std::vector<std::int64_t>{1, 2}}, {"keras", "3"}}},
    {"tensordot",
     {3, 4, 5},
     {5, 4, 2},
     {{"axes-a", std::vector<std::int64_t>{1, 2}}, {"axes-b", std::vector<std::int64_t>{1, 0}}}},
    {"tensordot", {3, 4, 5}, {4, 5, 2}},
    {"tensordot", {3, 4}, {5, 2}, {{"axes", std::vector<std::int64_t>{0}}}},
    {"tensordot",
     {3, 4, 5, 2},
     {2, 5, 3, 7},
     {{"axes-a", std::vector<std::int64_t>{3}}, {"axes-b", std::vector<std::int64_t>{0}}}},
};

template <class T>
void check_all() {
  std::mt19937_64 engine(20240229);
  auto number = static_cast<std::size_t>(dtype_of<T>());  // each dtype has other products in its sample
  for (const Case& product : cases) {
    for (const Layout layout : support::all_layouts) {
      if (test::is_tried(number++)) check<T>(product, layout, Layout::c, engine);
      if (test::is_tried(number++)) check<T>(product, Layout::fortran, layout, engine);
      if (test::is_tried(number++)) check<T>(product, layout, layout, engine);
    }
  }
}

}  // namespace

TEST_CASE("bool products agree with the oracle in every layout", "[instruction_sets]") {
  check_all<Boolean>();
}
TEST_CASE("int8 products agree with the oracle in every layout", "[instruction_sets]") {
  check_all<std::int8_t>();
}
TEST_CASE("int16 products agree with the oracle in every layout", "[instruction_sets]") {
  check_all<std::int16_t>();
}
TEST_CASE("int32 products agree with the oracle in every layout", "[instruction_sets]") {
  check_all<std::int32_t>();
}
TEST_CASE("int64 products agree with the oracle in every layout", "[instruction_sets]") {
  check_all<std::int64_t>();
}
TEST_CASE("uint8 products agree with the oracle in every layout", "[instruction_sets]") {
  check_all<std::uint8_t>();
}
TEST_CASE("uint16 products agree with the oracle in every layout", "[instruction_sets]") {
  check_all<std::uint16_t>();
}
TEST_CASE("uint32 products agree with the oracle in every layout", "[instruction_sets]") {
  check_all<std::uint32_t>();
}
TEST_CASE("uint64 products agree with the oracle in every layout", "[instruction_sets]") {
  check_all<std::uint64_t>();
}
TEST_CASE("float16 products agree with the oracle in every layout", "[instruction_sets]") {
  check_all<Half>();
}
TEST_CASE("bfloat16 products agree with the oracle in every layout", "[instruction_sets]") {
  check_all<BFloat16>();
}
TEST_CASE("float32 products agree with the oracle in every layout", "[instruction_sets]") {
  check_all<float>();
}
TEST_CASE("float64 products agree with the oracle in every layout", "[instruction_sets]") {
  check_all<double>();
}
TEST_CASE("complex64 products agree with the oracle in every layout", "[instruction_sets]") {
  check_all<std::complex<float>>();
}
TEST_CASE("complex128 products agree with the oracle in every layout", "[instruction_sets]") {
  check_all<std::complex<double>>();
}

TEST_CASE("mixed dtypes are converted to the promoted one, not to each other") {
  std::mt19937_64 engine(7);
  const Case product = {"matmul", {6, 40}, {40, 5}};
  const auto a = support::random_values<std::int16_t>(240, engine);
  const auto b = support::random_values<Half>(200, engine);
  const auto left = support::laid_out(a, product.a, Layout::big_endian);
  const auto right = support::laid_out(b, product.b, Layout::fortran);
  const Tensor result = computed(product, left.view, right.view);
  CHECK(result.dtype() == Dtype::float32);
  std::vector<float> as_float, bs_float;
  for (const std::int16_t value : a) as_float.push_back(value);
  for (const Half value : b) bs_float.push_back(static_cast<float>(value));
  const auto expected = reference::product<float>("matmul", {}, as_float, product.a, bs_float, product.b);
  CHECK(first_difference(*expected, result, 40) == "");
}

TEST_CASE("a half float is summed in float and rounded once") {
  // A half accumulator would stall at 2048.
  const std::vector<Half> ones(60000, Half(1.0f));
  const auto row = support::laid_out(ones, {1, 60000}, Layout::c);
  const auto column = support::laid_out(ones, {60000, 1}, Layout::c);
  const Tensor sum = computed({"matmul", {1, 60000}, {60000, 1}}, row.view, column.view);
  CHECK(static_cast<float>(*reinterpret_cast<const Half*>(sum.data())) == 60000.0f);
}

TEST_CASE("bfloat16 is summed in float and rounded once") {
  // A bfloat16 accumulator would stall at 256; 1 + 2^-8 + 2^-8 rounds to 1 + 2^-7, and step by step to 1.
  const std::vector<BFloat16> ones(1000, BFloat16(1.0f));
  const auto row = support::laid_out(ones, {1, 1000}, Layout::c);
  const auto column = support::laid_out(ones, {1000, 1}, Layout::c);
  const Tensor sum = computed({"matmul", {1, 1000}, {1000, 1}}, row.view, column.view);
  CHECK(static_cast<float>(*reinterpret_cast<const BFloat16*>(sum.data())) == 1000.0f);
  const std::vector<BFloat16> terms = {BFloat16(1.0f), BFloat16(0x1p-8f), BFloat16(0x1p-8f)};
  const auto some = support::laid_out(terms, {1, 3}, Layout::c);
  const auto three = support::laid_out(std::vector<BFloat16>(3, BFloat16(1.0f)), {3, 1}, Layout::c);
  const Tensor once = computed({"matmul", {1, 3}, {3, 1}}, some.view, three.view);
  CHECK(static_cast<float>(*reinterpret_cast<const BFloat16*>(once.data())) == 1.0078125f);
}

TEST_CASE("NaN and infinity propagate against zeros") {
  const float inf = std::numeric_limits<float>::infinity();
  const auto a = support::laid_out<float>({inf, 0, 0, 1}, {2, 2}, Layout::c);
  const auto b = support::laid_out<float>({0, 1, std::nanf(""), 1}, {2, 2}, Layout::c);
  const Tensor result = computed({"matmul", {2, 2}, {2, 2}}, a.view, b.view);
  const float* values = reinterpret_cast<const float*>(result.data());
  CHECK(std::isnan(values[0]));
  CHECK(values[1] == inf);
  CHECK(std::isnan(values[2]));
  CHECK(values[3] == 1.0f);
}

TEST_CASE("one array as both operands is an ordinary product") {
  const auto a = support::laid_out<double>({1, 2, 3, 4}, {2, 2}, Layout::c);
  const Tensor square = computed({"matmul", {2, 2}, {2, 2}}, a.view, a.view);
  const double* values = reinterpret_cast<const double*>(square.data());
  CHECK(std::vector<double>(values, values + 4) == std::vector<double>{7, 10, 15, 22});
}
