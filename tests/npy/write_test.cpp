#include <array>
#include <cstdint>
#include <string>
#include <tests/support/catch.hpp>
#include <tests/support/folder.hpp>
#include <tests/support/layouts.hpp>

#include <tcalc/npy/write.hpp>

using namespace tcalc;
using tcalc::support::laid_out;
using tcalc::test::content_of;
using tcalc::test::Folder;

namespace {

std::string written(const TensorView& view) {
  const Folder folder;
  os::OutputFile file(folder / "out.npy");
  npy::write_npy(file, view);
  file.commit();
  return content_of(folder / "out.npy");
}

}  // namespace

TEST_CASE("a file is what numpy.save writes: the preamble, a dict padded to 128 bytes, the elements") {
  const std::array<std::int16_t, 2> values = {1, -2};
  const TensorView view = {reinterpret_cast<const std::byte*>(values.data()), Dtype::int16, false, {2}, {1}};
  std::string expected =
      std::string("\x93NUMPY\1\0\x76\0", 10) + "{'descr': '<i2', 'fortran_order': False, 'shape': (2,), }";
  expected.resize(127, ' ');
  expected += '\n';
  expected += std::string("\1\0\xfe\xff", 4);
  CHECK(written(view) == expected);
}

TEST_CASE("elements are written in C order and little-endian, however they lie in memory") {
  const std::vector<std::int32_t> values = {1, -2, 3, 400000, -500000, 6};
  const std::string expected = written(laid_out(values, {2, 3}, support::Layout::c).view);
  CHECK(expected.size() == 128 + 24);
  for (const support::Layout layout : support::all_layouts) {
    CAPTURE(static_cast<int>(layout));
    CHECK(written(laid_out(values, {2, 3}, layout).view) == expected);
  }
}

TEST_CASE("an array without axes or without elements is written") {
  const double value = 1;
  const auto* data = reinterpret_cast<const std::byte*>(&value);
  CHECK(written({data, Dtype::float64, false, {}, {}}).size() == 128 + 8);
  CHECK(written({data, Dtype::float64, false, {0, 3}, {3, 1}}).size() == 128);
}
