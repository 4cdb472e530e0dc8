#include <cmath>
#include <complex>
#include <cstring>
#include <map>
#include <tests/support/catch.hpp>
#include <vector>

#include <tcalc/core/fill.hpp>
#include <tcalc/core/half.hpp>

using namespace tcalc;

namespace {

template <class T>
std::vector<T> values_of(const Fill& fill, std::uint64_t seed = 0) {
  const Tensor tensor = make(fill, seed);
  REQUIRE(tensor.dtype() == fill.dtype);
  REQUIRE(tensor.extents() == fill.extents);
  REQUIRE(dtype_of<T>() == fill.dtype);
  std::vector<T> values(static_cast<std::size_t>(count(fill.extents)));
  if (!values.empty()) std::memcpy(values.data(), tensor.data(), values.size() * sizeof(T));
  return values;
}

Fill fill_of(FillKind kind, Extents extents, Dtype dtype = Dtype::float64, std::int64_t integer = 0) {
  return {kind, static_cast<double>(integer), integer, std::move(extents), dtype};
}

std::vector<float> floats_of(const Fill& fill) {
  std::vector<float> values;
  for (const Half value : values_of<Half>(fill)) values.push_back(static_cast<float>(value));
  return values;
}

using Doubles = std::vector<double>;
using Integers = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("a kind of fill has a name") {
  const std::map<std::string_view, FillKind> kinds = {
      {"zeros", FillKind::zeros},   {"ones", FillKind::ones},      {"full", FillKind::full},
      {"arange", FillKind::arange}, {"eye", FillKind::eye},        {"rand", FillKind::rand},
      {"randn", FillKind::randn},   {"randint", FillKind::randint}};
  for (const auto& [name, kind] : kinds) {
    CHECK(fill_kind(name) == kind);
    CHECK(name_of(kind) == name);
  }
  for (const auto* name : {"", "one", "oness", "Ones"}) CHECK_FALSE(fill_kind(name));
}

TEST_CASE("zeros, ones and full hold one value in every dtype") {
  for (int i = 0; i < dtype_count; ++i) {
    const auto dtype = static_cast<Dtype>(i);
    visit_stored(dtype, [&](auto tag) {
      using T = typename decltype(tag)::type;
      CAPTURE(name_of(dtype));
      CHECK(values_of<T>(fill_of(FillKind::zeros, {2}, dtype)) == std::vector<T>(2, T{}));
      const std::vector<T> ones = values_of<T>(fill_of(FillKind::ones, {3}, dtype));
      CHECK(ones == values_of<T>(fill_of(FillKind::full, {3}, dtype, 1)));
      CHECK_FALSE(ones[0] == T{});
    });
  }
  CHECK(values_of<std::complex<float>>(fill_of(FillKind::ones, {1}, Dtype::complex64))[0] ==
        std::complex<float>(1, 0));
  CHECK(values_of<double>({FillKind::full, 7.5, 0, {2, 1}, Dtype::float64}) == Doubles{7.5, 7.5});
  CHECK(values_of<double>({FillKind::full, 7.5, 0, {}, Dtype::float64}) == Doubles{7.5});
  CHECK(values_of<double>({FillKind::full, 7.5, 0, {2, 0}, Dtype::float64}).empty());
}

TEST_CASE("an integer fills exactly, not by way of a float") {
  const std::int64_t odd = 9007199254740993;  // 2^53 + 1
  CHECK(values_of<std::int64_t>(fill_of(FillKind::full, {1}, Dtype::int64, odd)) == Integers{odd});
}

TEST_CASE("arange counts, and wraps or rounds as a conversion does") {
  CHECK(values_of<std::int64_t>(fill_of(FillKind::arange, {2, 3}, Dtype::int64)) ==
        Integers{0, 1, 2, 3, 4, 5});
  CHECK(values_of<double>(fill_of(FillKind::arange, {3})) == Doubles{0, 1, 2});
  const auto bytes = values_of<std::int8_t>(fill_of(FillKind::arange, {300}, Dtype::int8));
  CHECK(static_cast<int>(bytes[127]) == 127);
  CHECK(static_cast<int>(bytes[128]) == -128);
  CHECK(static_cast<int>(bytes[299]) == 43);
  const auto halves = floats_of(fill_of(FillKind::arange, {2052}, Dtype::float16));
  CHECK(halves[2049] == 2048);
  CHECK(halves[2051] == 2052);
  CHECK(values_of<Boolean>(fill_of(FillKind::arange, {3}, Dtype::boolean)) ==
        std::vector<Boolean>{Boolean{0}, Boolean{1}, Boolean{1}});
}

TEST_CASE("eye has ones on the diagonal, square or not") {
  CHECK(values_of<double>(fill_of(FillKind::eye, {2, 2})) == Doubles{1, 0, 0, 1});
  CHECK(values_of<double>(fill_of(FillKind::eye, {2, 3})) == Doubles{1, 0, 0, 0, 1, 0});
  CHECK(values_of<double>(fill_of(FillKind::eye, {3, 2})) == Doubles{1, 0, 0, 1, 0, 0});
  CHECK(values_of<double>(fill_of(FillKind::eye, {0, 3})).empty());
}

TEST_CASE("random fills are the same everywhere") {
  const std::vector<double> rand = values_of<double>(fill_of(FillKind::rand, {3}));
  CHECK(rand == Doubles{0x1.4741be2e5a0ecp-3, 0x1.fbfa74f87c81fp-1, 0x1.442642fe065dp-5});
  CHECK(values_of<float>(fill_of(FillKind::rand, {3}, Dtype::float32)) ==
        std::vector<float>{0x1.4741b8p-3f, 0x1.fbfa74p-1f, 0x1.44264p-5f});
  CHECK(floats_of(fill_of(FillKind::rand, {3}, Dtype::float16)) ==
        std::vector<float>{0x1.47p-3f, 0x1.fbcp-1f, 0x1.44p-5f});
  CHECK(values_of<std::int64_t>(fill_of(FillKind::randint, {8}, Dtype::int64, 10)) ==
        Integers{1, 9, 0, 5, 5, 0, 6, 4});
  const std::vector<double> expected = {-0.4931536663192891, 0.4261357188111511, 0.39846521798717066,
                                        1.2594900447824005};
  const std::vector<double> randn = values_of<double>(fill_of(FillKind::randn, {4}));
  for (std::size_t i = 0; i < 4; ++i) CHECK(std::abs(randn[i] - expected[i]) < 1e-15);
}

TEST_CASE("a seed gives the same values again, another seed gives others") {
  for (const FillKind kind : {FillKind::rand, FillKind::randn, FillKind::randint}) {
    const Fill fill = fill_of(kind, {50}, Dtype::float64, 1000);
    CHECK(values_of<double>(fill, 5) == values_of<double>(fill, 5));
    CHECK(values_of<double>(fill, 5) != values_of<double>(fill, 6));
  }
}

TEST_CASE("rand is evenly spread from 0 up to but not including 1") {
  const std::vector<double> values = values_of<double>(fill_of(FillKind::rand, {100000}), 1);
  double sum = 0;
  int outside = 0;
  for (const double value : values) {
    sum += value;
    outside += value >= 0 && value < 1 ? 0 : 1;
  }
  CHECK(outside == 0);
  CHECK(std::abs(sum / 100000 - 0.5) < 0.005);  // 5 standard deviations
  // Rounded from more bits, one float16 in 4096 would be 1.
  int ones = 0;
  for (const float value : floats_of(fill_of(FillKind::rand, {100000}, Dtype::float16)))
    ones += value >= 1 ? 1 : 0;
  CHECK(ones == 0);
}

TEST_CASE("randn has mean 0, variance 1, and the tails of a normal distribution") {
  const std::vector<double> values = values_of<double>(fill_of(FillKind::randn, {100000}), 1);
  double sum = 0;
  double squares = 0;
  int beyond_two = 0;
  for (const double value : values) {
    sum += value;
    squares += value * value;
    beyond_two += std::abs(value) > 2 ? 1 : 0;
  }
  CHECK(std::abs(sum / 100000) < 0.016);
  CHECK(std::abs(squares / 100000 - 1) < 0.023);
  CHECK(std::abs(beyond_two - 4550) < 330);
}

TEST_CASE("randint takes every value below its bound equally often") {
  std::map<std::int64_t, int> seen;
  for (const std::int64_t value :
       values_of<std::int64_t>(fill_of(FillKind::randint, {60000}, Dtype::int64, 6), 1))
    ++seen[value];
  REQUIRE(seen.size() == 6);
  CHECK(seen.begin()->first == 0);
  CHECK(seen.rbegin()->first == 5);
  for (const auto& [value, times] : seen) CHECK(std::abs(times - 10000) < 460);
  CHECK(values_of<std::int64_t>(fill_of(FillKind::randint, {3}, Dtype::int64, 1)) == Integers{0, 0, 0});
}

TEST_CASE("a bound that does not divide 2^64 favours no value") {
  // Without rejection 8 draws would fall on 3 neighbours as 3, 3 and 2.
  const std::int64_t bound = std::int64_t{3} << 61;
  int seen[3] = {};
  const Fill fill = fill_of(FillKind::randint, {30000}, Dtype::int64, bound);
  for (const std::int64_t value : values_of<std::int64_t>(fill, 1)) {
    REQUIRE(value >= 0);
    REQUIRE(value < bound);
    ++seen[value % 3];
  }
  for (const int times : seen) CHECK(std::abs(times - 10000) < 410);
}

TEST_CASE("both parts of complex rand and randn are drawn, randint is real") {
  using Complex = std::complex<double>;
  const Doubles real = values_of<double>(fill_of(FillKind::rand, {2}));
  CHECK(values_of<Complex>(fill_of(FillKind::rand, {1}, Dtype::complex128))[0] == Complex(real[0], real[1]));
  const Doubles normal = values_of<double>(fill_of(FillKind::randn, {2}));
  CHECK(values_of<Complex>(fill_of(FillKind::randn, {1}, Dtype::complex128))[0] ==
        Complex(normal[0], normal[1]));
  CHECK(values_of<Complex>(fill_of(FillKind::randint, {1}, Dtype::complex128, 10))[0].imag() == 0);
}
