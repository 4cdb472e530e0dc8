#include <complex>
#include <cstring>
#include <limits>
#include <tests/support/catch.hpp>
#include <vector>

#include <tcalc/core/cast_losses.hpp>

using namespace tcalc;

namespace {

template <class T>
CastLosses losses_of(const std::vector<T>& values, Dtype to) {
  Tensor tensor(dtype_of<T>(), {static_cast<std::int64_t>(values.size())});
  std::memcpy(tensor.data(), values.data(), values.size() * sizeof(T));
  return cast_losses(tensor.view(), to);
}

constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

}  // namespace

TEST_CASE("a fraction that is cut off is no loss, what an integer cannot be is") {
  const CastLosses losses = losses_of<double>({1.5, -128.9, not_a_number, 300, infinite, -129}, Dtype::int8);
  CHECK(losses.not_finite == 2);
  CHECK(losses.out_of_range == 2);
  CHECK(losses.first == 2);
  CHECK(losses.text() == "2 values are NaN or infinite, 2 are out of range");
}

TEST_CASE("the ends of the integer dtypes fit, and what is beyond them does not") {
  CHECK_FALSE(losses_of<std::int64_t>({0, 255}, Dtype::uint8).any());
  CHECK_FALSE(losses_of<std::int64_t>({INT64_MIN}, Dtype::int64).any());
  CHECK_FALSE(losses_of<std::uint64_t>({UINT64_MAX}, Dtype::uint64).any());
  CHECK(losses_of<std::int64_t>({-1, 256}, Dtype::uint8).out_of_range == 2);
  CHECK_FALSE(losses_of<double>({-0x1p63, 0x1.fffffffffffffp62}, Dtype::int64).any());
  CHECK(losses_of<double>({0x1p63}, Dtype::int64).out_of_range == 1);
  CHECK(losses_of<double>({-0.5, 0x1.fffffffffffffp63}, Dtype::uint64).out_of_range == 0);
  CHECK(losses_of<double>({-1, 0x1p64}, Dtype::uint64).out_of_range == 2);
}

TEST_CASE("integers that a float has not are rounded") {
  CHECK_FALSE(losses_of<std::int64_t>({std::int64_t{1} << 53}, Dtype::float64).any());
  CHECK(losses_of<std::int64_t>({(std::int64_t{1} << 53) + 1}, Dtype::float64).rounded == 1);
  CHECK(losses_of<std::uint64_t>({UINT64_MAX}, Dtype::float64).rounded == 1);
  CHECK(losses_of<std::int32_t>({16777217}, Dtype::float32).text() == "1 value is rounded");
}

TEST_CASE("imaginary parts are lost, and floats beyond the largest") {
  using Complex = std::complex<double>;
  CHECK(losses_of<Complex>({{1, 0}, {2, 3}}, Dtype::float64).text() == "1 value loses its imaginary part");
  CHECK(losses_of<Complex>({{1e300, 0}, {0, 1e300}, {1, infinite}}, Dtype::complex64).out_of_range == 2);
  CHECK(losses_of<double>({1e300, infinite}, Dtype::float32).out_of_range == 1);
  CHECK_FALSE(losses_of<double>({0.1, not_a_number}, Dtype::float32).any());
  CHECK_FALSE(losses_of<double>({not_a_number, 7}, Dtype::boolean).any());
}
