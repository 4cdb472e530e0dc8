// Comparing arrays: every layout, every pair of dtypes, the edges of tolerances.
#include <cmath>
#include <limits>
#include <tests/support/catch.hpp>
#include <tests/support/layouts.hpp>
#include <vector>

#include <tcalc/compare/compare.hpp>
#include <tcalc/compare/difference.hpp>

using namespace tcalc;
using support::laid_out;
using support::Layout;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
const double nan_value = std::nan("");

// How many of the elements, two arrays of one axis, differ.
template <class Left, class Right = Left>
std::int64_t differing(const std::vector<Left>& left, const std::vector<Right>& right,
                       const Tolerance& tolerance = {}) {
  const Extents extents = {static_cast<std::int64_t>(left.size())};
  return compare(laid_out(left, extents, Layout::c).view, laid_out(right, extents, Layout::c).view, tolerance,
                 0)
      .differing;
}

template <class T>
void check_layouts() {
  std::mt19937_64 engine(7);
  const Extents extents = {5, 300, 7};
  const std::vector<T> values = support::random_values<T>(5 * 300 * 7, engine);
  std::vector<T> others = values;
  for (const std::size_t place : {13U, 4097U, 10499U}) {
    if constexpr (std::is_same_v<T, Boolean>)
      others[place].byte = values[place].byte == 0 ? 1 : 0;
    else if constexpr (NarrowFloat<T>)
      others[place] = T(static_cast<float>(values[place]) + 1);
    else
      others[place] = static_cast<T>(values[place] + T(1));
  }
  for (const Layout left : support::all_layouts) {
    for (const Layout right : support::all_layouts) {
      const auto x = laid_out(values, extents, left);
      const auto y = laid_out(values, extents, right);
      const auto z = laid_out(others, extents, right);
      CHECK(compare(x.view, y.view, {}, 5).differing == 0);
      const Comparison comparison = compare(x.view, z.view, {}, 2);
      CHECK(comparison.elements == 10500);
      CHECK(comparison.differing == 3);
      CHECK(comparison.first == std::vector<std::int64_t>{13, 4097});
      CHECK(compare(z.view, x.view, {}, 5).first == std::vector<std::int64_t>{13, 4097, 10499});
    }
  }
}

}  // namespace

TEST_CASE("arrays of every dtype compare alike in every pair of layouts") {
  for (int dtype = 0; dtype < dtype_count; ++dtype)
    visit_stored(static_cast<Dtype>(dtype), [](auto tag) { check_layouts<typename decltype(tag)::type>(); });
}

TEST_CASE("values are equal, not bits") {
  CHECK(differing<double>({0.0, nan_value, infinity, 1}, {-0.0, nan_value, -infinity, 1}) == 2);
  CHECK(differing<double>({nan_value, infinity}, {nan_value, infinity}, {.equal_nan = true}) == 0);
  CHECK(differing<double>({nan_value, 1}, {1, nan_value}, {.equal_nan = true}) == 2);
  const Half zero(0.0F), minus_zero(-0.0F), nan(std::nanf("")), one(1.0F);
  CHECK(differing<Half>({zero, nan, one}, {minus_zero, nan, one}) == 1);
  CHECK(differing<Boolean>({{1}, {0}, {2}}, {{2}, {0}, {0}}) == 1);
  using Complex = std::complex<float>;
  CHECK(differing<Complex>({{1, 2}, {1, 2}}, {{1, 2}, {1, 3}}) == 1);
  CHECK(differing<Complex>({{std::nanf(""), 2}}, {{1, std::nanf("")}}, {.equal_nan = true}) == 0);
}

TEST_CASE("integers are compared exactly at the ends of 64 bits") {
  const std::int64_t most = std::numeric_limits<std::int64_t>::max(), least = -most - 1;
  const std::uint64_t above = std::uint64_t{1} << 63;
  CHECK(differing<std::int64_t>({most, least}, {most - 1, least}) == 1);
  CHECK(differing<std::int64_t, std::uint64_t>({most, -1, 5}, {above, ~std::uint64_t{0}, 5}) == 2);
  CHECK(differing<std::uint64_t, std::int8_t>({above, 7, 255}, {0, 7, -1}) == 2);
  const auto left = laid_out<std::int64_t>({least, 1}, {2}, Layout::c);
  const auto right = laid_out<std::uint64_t>({~std::uint64_t{0}, 1}, {2}, Layout::c);
  CHECK(difference_at(left.view, right.view, 0).absolute == "27670116110564327423");
  CHECK(differing<std::int64_t>({most}, {most - 3}, {.absolute = 2}) == 1);
  CHECK(differing<std::int64_t>({most}, {most - 3}, {.absolute = 3}) == 0);
}

TEST_CASE("different dtypes meet in the one they promote to") {
  CHECK(differing<float, double>({0.5F, 0.1F}, {0.5, 0.1}) == 1);
  CHECK(differing<Boolean, std::int32_t>({{1}, {0}, {3}}, {1, 0, 3}) == 1);
  CHECK(differing<std::int32_t, std::complex<float>>({1, 2}, {{1, 0}, {2, 1}}) == 1);
}

TEST_CASE("tolerances are those of numpy.isclose, relative to the second array") {
  CHECK(differing<double>({1.1}, {1.0}, {.relative = 0.1}) == 1);  // 1.1 - 1.0 is above 0.1
  CHECK(differing<double>({1.0}, {1.1}, {.relative = 0.1}) == 0);
  CHECK(differing<double>({1.25}, {1.0}, {.absolute = 0.25}) == 0);
  CHECK(differing<double>({infinity, 1, infinity, nan_value}, {1, infinity, infinity, nan_value},
                          {.relative = 1, .absolute = 1}) == 3);
  CHECK(differing<std::complex<double>>({{3, 4}, {3, 4}}, {{0, 0}, {0, 0.5}}, {.absolute = 5}) == 0);
  CHECK(differing<std::uint8_t>({250, 3}, {3, 5}, {.absolute = 2}) == 1);
}

TEST_CASE("units in the last place are counted across zero, within one dtype") {
  const float tiny = std::numeric_limits<float>::denorm_min();
  const float next = std::nextafter(1.0F, 2.0F), most = std::numeric_limits<float>::max();
  CHECK(differing<float>({1, tiny}, {next, -tiny}, {.ulps = 1}) == 1);
  CHECK(differing<float>({1, tiny}, {next, -tiny}, {.ulps = 2}) == 0);
  CHECK(differing<float>({most}, {std::numeric_limits<float>::infinity()}, {.ulps = 100}) == 1);
  CHECK(differing<Half>({Half(1.0F)}, {Half(1.0009765625F)}, {.ulps = 1}) == 0);
  CHECK(differing<double>({1}, {-1}, {.ulps = std::int64_t{1} << 62}) == 1);
  CHECK(differing<float, double>({1}, {1.0000000001}, {.ulps = 9}) == 1);
  CHECK(differing<std::int32_t>({1}, {2}, {.ulps = 9}) == 1);
  CHECK(differing<std::complex<float>>({{1, next}}, {{next, 1}}, {.ulps = 1}) == 0);
}

TEST_CASE("the largest differences are found, the first of equal ones, NaNs aside") {
  const auto left = laid_out<double>({1, 5, nan_value, 7, 0, 9}, {2, 3}, Layout::fortran);
  const auto right = laid_out<double>({1, 4, 3, 8, 2, 0}, {2, 3}, Layout::c);
  const Comparison comparison = compare(left.view, right.view, {}, 9);
  CHECK(comparison.differing == 5);
  CHECK(comparison.with_nan == 1);
  CHECK(comparison.largest_absolute == 5);
  CHECK(comparison.largest_relative == 4);
  CHECK(index_text(index_at({2, 3}, 5)) == "[1, 2]");
  const auto zeros = laid_out<double>({0, 0}, {2}, Layout::c);
  const auto twos = laid_out<double>({2, -2}, {2}, Layout::c);
  const Comparison apart = compare(twos.view, zeros.view, {}, 0);
  CHECK(apart.largest_absolute == 0);
  CHECK_FALSE(apart.largest_relative.has_value());
  CHECK(apart.first.empty());
}

TEST_CASE("differences are told in the dtype of both") {
  const auto floats = laid_out<float>({0.1F, 3e38F}, {2}, Layout::big_endian);
  const auto others = laid_out<float>({0.3F, -3e38F}, {2}, Layout::c);
  const Difference first = difference_at(floats.view, others.view, 0);
  CHECK(first.left == "0.1");
  CHECK(first.absolute == "0.20000002");
  CHECK(first.relative == "0.666667");
  CHECK(difference_at(floats.view, others.view, 1).absolute == "6.0000000109955115e+38");
  const auto complex = laid_out<std::complex<double>>({{1, -2}}, {}, Layout::c);
  const auto whole = laid_out<std::int8_t>({0}, {}, Layout::c);
  const Difference other = difference_at(complex.view, whole.view, 0);
  CHECK(other.left_json == "[1.0,-2.0]");
  CHECK(index_text(other.index) == "[]");
  CHECK(other.relative == "inf");
}

TEST_CASE("arrays without elements are equal, 0-D ones have one") {
  CHECK(
      compare(laid_out<float>({}, {3, 0}, Layout::c).view, laid_out<float>({}, {3, 0}, Layout::c).view, {}, 5)
          .elements == 0);
  CHECK(compare(laid_out<float>({1}, {}, Layout::c).view, laid_out<float>({2}, {}, Layout::c).view, {}, 5)
            .differing == 1);
}
