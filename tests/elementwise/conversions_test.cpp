#include <cmath>
#include <cstdint>
#include <limits>
#include <tests/support/catch.hpp>
#include <vector>

#include <tcalc/elementwise/conversions.hpp>

using namespace tcalc;

namespace {

template <class To, class From>
std::vector<To> converted(const std::vector<From>& from) {
  std::vector<To> to(from.size());
  vector_converter(dtype_of<From>(), dtype_of<To>())(reinterpret_cast<const std::byte*>(from.data()),
                                                     static_cast<std::int64_t>(from.size()),
                                                     reinterpret_cast<std::byte*>(to.data()));
  return to;
}

template <class Narrow>
std::vector<Narrow> all_of() {
  std::vector<Narrow> all(0x10000);
  for (std::uint32_t bits = 0; bits < 0x10000; ++bits) all[bits].bits = static_cast<std::uint16_t>(bits);
  return all;
}

template <class Narrow>
void check_there_and_back() {
  const std::vector<Narrow> all = all_of<Narrow>(), back = converted<Narrow>(converted<float>(all));
  int differences = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto value = static_cast<float>(all[i]);
    differences += std::isnan(value) ? !std::isnan(static_cast<float>(back[i])) : back[i] != all[i];
  }
  CHECK(differences == 0);
}

// The middle of each and its neighbour, and the doubles beside it.
template <class Narrow>
std::vector<double> middles() {
  std::vector<double> found;
  for (std::uint16_t bits = 0; bits < Narrow::infinity; ++bits) {
    Narrow low, high;
    low.bits = bits;
    high.bits = static_cast<std::uint16_t>(bits + 1);
    const double below = static_cast<float>(low), above = static_cast<float>(high);
    const double middle = std::isinf(above) ? below * (1 + std::exp2(-Narrow::digits)) : (below + above) / 2;
    for (const double value : {middle, std::nextafter(middle, 0.0), std::nextafter(middle, INFINITY)}) {
      found.push_back(value);
      found.push_back(-value);
    }
  }
  return found;
}

template <class Narrow>
void check_rounding() {
  const std::vector<double> values = middles<Narrow>();
  const std::vector<Narrow> found = converted<Narrow>(values);
  int differences = 0;
  for (std::size_t i = 0; i < values.size(); ++i) differences += found[i] != Narrow::from(values[i]);
  CHECK(differences == 0);
}

}  // namespace

TEST_CASE("every narrow float is the same after a way through float32") {
  check_there_and_back<Half>();
  check_there_and_back<BFloat16>();
}

TEST_CASE("doubles beside the middle of two narrow floats are rounded once") {
  check_rounding<Half>();
  check_rounding<BFloat16>();
}

TEST_CASE("what no float16 holds is converted to it as one alone is") {
  const double least = std::numeric_limits<double>::denorm_min();
  const std::vector<double> values = {65519.999, 65520, 1e300,  -1e300, INFINITY,
                                      -INFINITY, least, -least, 1e-40,  0x1p-25};
  const std::vector<Half> found = converted<Half>(values);
  for (std::size_t i = 0; i < values.size(); ++i) CHECK(found[i] == Half::from(values[i]));
  CHECK(std::isnan(static_cast<float>(converted<Half>(std::vector{std::nan("1")})[0])));
}
