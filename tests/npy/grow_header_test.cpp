#include <string>
#include <tests/support/catch.hpp>

#include <tcalc/npy/grow_header.hpp>
#include <tcalc/npy/header.hpp>

using namespace tcalc;

namespace {

std::string dict(const std::string& text) { return "\x93NUMPY\x01" + std::string(1, '\0') + "??" + text; }

}  // namespace

TEST_CASE("a header of NumPy's has room for any first size, and is then what NumPy writes") {
  const std::string header = npy::format_header(Dtype::float32, {3, 4});
  for (const std::int64_t size : {std::int64_t{0}, std::int64_t{7}, std::int64_t{123456789}, INT64_MAX})
    CHECK(npy::header_with_first_size(header, size) == npy::format_header(Dtype::float32, {size, 4}));
}

TEST_CASE("all of a header stays but its first size and its padding") {
  CHECK(npy::header_with_first_size(
            dict("{'shape': ( 3L, 4), \"descr\": '<f4', 'fortran_order': False}   \r\n"), 10) ==
        dict("{'shape': ( 10L, 4), \"descr\": '<f4', 'fortran_order': False}   \n"));
  CHECK(npy::header_with_first_size(dict("{'descr': '|u1', 'fortran_order': False, 'shape': (99,)}\n"), 7) ==
        dict("{'descr': '|u1', 'fortran_order': False, 'shape': (7,)} \n"));
}

TEST_CASE("a header without padding has no room for another digit") {
  const std::string tight = dict("{'descr': '|u1', 'fortran_order': False, 'shape': (9,)}\n");
  CHECK(npy::header_with_first_size(tight, 8));
  CHECK_FALSE(npy::header_with_first_size(tight, 10));
}
