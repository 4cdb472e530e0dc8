#include <cstdint>
#include <tests/support/catch.hpp>
#include <vector>

#include <tcalc/core/checked.hpp>

using namespace tcalc;

namespace {
constexpr std::int64_t largest = INT64_MAX;
constexpr std::int64_t least = INT64_MIN;
}  // namespace

TEST_CASE("a sum that does not fit is nothing") {
  CHECK(checked_add(2, 3) == 5);
  CHECK(checked_add(largest, 0) == largest);
  CHECK(checked_add(largest, least) == -1);
  CHECK_FALSE(checked_add(largest, 1));
  CHECK_FALSE(checked_add(least, -1));
}

TEST_CASE("a product that does not fit is nothing") {
  CHECK(checked_multiply(-4, 5) == -20);
  CHECK(checked_multiply(std::int64_t{1} << 31, std::int64_t{1} << 31) == std::int64_t{1} << 62);
  CHECK(checked_multiply(largest, 0) == 0);
  CHECK_FALSE(checked_multiply(std::int64_t{1} << 32, std::int64_t{1} << 31));
  CHECK_FALSE(checked_multiply(least, -1));
}

TEST_CASE("the product of extents is 1 for none, and a zero does not hide an overflow") {
  using Extents = std::vector<std::int64_t>;
  const std::int64_t two_32 = std::int64_t{1} << 32;
  CHECK(checked_product(Extents{}) == 1);
  CHECK(checked_product(Extents{2, 3, 4}) == 24);
  CHECK(checked_product(Extents{2, 0, 4}) == 0);
  CHECK(checked_product(Extents{largest}) == largest);
  CHECK(checked_product(Extents{0, largest, 1}) == 0);
  CHECK_FALSE(checked_product(Extents{two_32, two_32}));
  CHECK_FALSE(checked_product(Extents{two_32, two_32, 0}));
  CHECK_FALSE(checked_product(Extents{0, two_32, two_32}));
}
