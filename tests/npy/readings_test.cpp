// What would fit a file whose header disagrees with its length.
#include <tests/support/catch.hpp>

#include <tcalc/npy/readings.hpp>

using namespace tcalc;

namespace {

npy::Header header_of(Extents extents, Dtype dtype = Dtype::float64) {
  npy::Header header;
  header.extents = std::move(extents);
  header.dtype = dtype;
  header.data_offset = 118;
  return header;
}

std::string readings(const npy::Header& header, std::int64_t bytes, std::string_view next = "") {
  return npy::fitting_readings(header, bytes, next);
}

}  // namespace

TEST_CASE("a shape with grouped digits is read as its writer meant it") {
  CHECK(readings(header_of({2, 621, 401}), 2621 * 401 * 8) == "shape (2621, 401) would fit to the byte");
  CHECK(readings(header_of({1, 234, 567}, Dtype::int8), 1234567) == "shape (1234567,) would fit to the byte");
  CHECK(readings(header_of({3, 12, 345}, Dtype::uint8), 3 * 12345) ==
        "shape (3, 12345) would fit to the byte");
  CHECK(readings(header_of({2, 621, 4, 401}, Dtype::int8), 2621 * 4401) ==
        "shape (2621, 4401) would fit to the byte");
  // A group has three digits, and only the first has fewer; zeros in front are refused before.
  CHECK(readings(header_of({2, 62, 401}, Dtype::int8), 262 * 401).empty());
  CHECK(readings(header_of({2, 62, 401}, Dtype::int8), 2062 * 401).empty());
  CHECK(readings(header_of({2, 1000, 401}, Dtype::int8), 3000 * 401).empty());
  CHECK(readings(header_of({2621, 401}, Dtype::int8), 2621401).empty());
}

TEST_CASE("two ways to group digits are both named") {
  CHECK(readings(header_of({1, 100, 1, 100}, Dtype::int8), 1100 * 1100) ==
        "shape (1100, 1100) would fit to the byte");
  CHECK(readings(header_of({0, 100, 200}, Dtype::int8), 5).empty());
  CHECK(readings(header_of({2, 200, 2, 200, 0}, Dtype::int8), 8) == "");
}

TEST_CASE("another dtype of the same kind fits") {
  CHECK(readings(header_of({5}), 20) == "dtype float32 would fit to the byte");
  CHECK(readings(header_of({5}), 10) == "dtype float16 would fit to the byte");
  CHECK(readings(header_of({5}, Dtype::int32), 40) == "dtype int64 would fit to the byte");
  CHECK(readings(header_of({5}, Dtype::complex64), 80) == "dtype complex128 would fit to the byte");
  CHECK(readings(header_of({5}, Dtype::boolean), 40).empty());
}

TEST_CASE("a header is longer by its padding than it says") {
  const std::string data(40, '\1');
  CHECK(readings(header_of({5}), 50, "         \n" + data) ==
        "a header of 128 bytes (10 more than it says) would fit to the byte");
  CHECK(readings(header_of({5}), 50, "        x\n" + data).empty());
  CHECK(readings(header_of({5}), 50).empty());
}

TEST_CASE("what fits needs no other reading, and what nothing fits gets none") {
  CHECK(readings(header_of({2, 621, 401}), 2 * 621 * 401 * 8).empty());
  CHECK(readings(header_of({7}), 55).empty());
  CHECK(readings(header_of({}), 9).empty());
  CHECK(readings(header_of({INT64_MAX / 8}), 9).empty());
}

TEST_CASE("several readings are named in one sentence") {
  CHECK(readings(header_of({1, 100}), 1100 * 8) == "shape (1100,) would fit to the byte");
  CHECK(readings(header_of({4, 500}, Dtype::float32), 4500 * 4) == "shape (4500,) would fit to the byte");
  CHECK(readings(header_of({1, 100}), 400) == "dtype float32 would fit to the byte");
}
