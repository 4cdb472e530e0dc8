#include <cstdint>
#include <tests/support/catch.hpp>

#include <tcalc/core/error.hpp>
#include <tcalc/core/tensor.hpp>

using namespace tcalc;

TEST_CASE("an array that is too large to be addressed or to be had is refused with its bytes") {
  constexpr std::int64_t largest = INT64_MAX;
  CHECK_THROWS_WITH(Tensor(Dtype::int8, {largest, 2}), "an array has more bytes than can be addressed");
  CHECK_THROWS_WITH(Tensor(Dtype::float64, {largest / 4}), "an array has more bytes than can be addressed");
  CHECK_THROWS_WITH(Tensor(Dtype::int8, {largest}), "cannot allocate 9223372036854775807 bytes");
  CHECK(Tensor(Dtype::float64, {0, largest}).view().extents == Extents{0, largest});
  CHECK_THROWS_WITH(count({largest, 2}), "an array with too many elements got past its header");
}

TEST_CASE(
    "the elements of an array are next to one another along its last axis, or in Fortran order its first") {
  CHECK(c_strides({2, 3, 4}) == Strides{12, 4, 1});
  CHECK(fortran_strides({2, 3, 4}) == Strides{1, 2, 6});
  const Tensor tensor(Dtype::int16, {2, 3});
  CHECK(reinterpret_cast<std::uintptr_t>(tensor.data()) % 64 == 0);
  CHECK(tensor.view().strides == Strides{3, 1});
}
