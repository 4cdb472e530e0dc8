// What is said of odd headers and values, and what a clean array looks like.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <tests/support/catch.hpp>
#include <tests/support/folder.hpp>

#include <tcalc/npy/clean.hpp>
#include <tcalc/npy/lint_array.hpp>
#include <tcalc/npy/lint_values.hpp>

using namespace tcalc;
using test::Folder;
using test::put;

namespace {

// The findings on a header of version 1.0, "key-order, blanks".
std::string ids_of(const std::string& dict, int version = 1, std::optional<Dtype> of_void = std::nullopt) {
  const std::int64_t offset = version == 1 ? 10 : 12;
  const npy::Header header = npy::parse_dict({version, offset, static_cast<std::int64_t>(dict.size())}, dict,
                                             "a", {.of_void = of_void});
  std::string ids;
  for (const npy::Finding& finding : npy::lint_header(header, dict))
    ids += (ids.empty() ? "" : ", ") + std::string(finding.id);
  return ids;
}

// The dict, padded so that the data begins at a multiple of 64.
std::string padded(std::string dict, std::size_t offset = 10) {
  while ((offset + dict.size() + 1) % 64 != 0) dict += ' ';
  return dict + "\n";
}

template <class T>
std::string values_lint(const std::vector<T>& values, const npy::Header& header, bool allow_nan = false) {
  npy::ValueLint lint(header, allow_nan);
  const auto bytes = std::as_bytes(std::span(values));
  const std::size_t cut = values.size() / 2 * sizeof(T);
  lint.add(bytes.first(cut));
  lint.add(bytes.subspan(cut));
  std::string facts;
  for (const npy::Finding& finding : lint.findings()) facts += finding.fact + "; ";
  return facts;
}

}  // namespace

TEST_CASE("what format_header writes is clean for every dtype") {
  for (int dtype = 0; dtype < dtype_count; ++dtype) {
    const std::string header = npy::format_header(static_cast<Dtype>(dtype), {2, 3});
    CHECK(ids_of(header.substr(10), 1, static_cast<Dtype>(dtype)).empty());
  }
}

TEST_CASE("each oddity of a header has its finding") {
  const std::string usual = "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }";
  CHECK(ids_of(padded(usual)).empty());
  CHECK(ids_of(padded("{'shape': (2, 3), 'descr': '<f8', 'fortran_order': False}")) == "key-order");
  CHECK(ids_of(padded("{\"descr\": \"<f8\", \"fortran_order\": False, \"shape\": (2, 3)}")) ==
        "double-quotes");
  CHECK(ids_of(padded("{'descr':'<f8', 'fortran_order': False, 'shape': (2, 3)}")) == "blanks");
  CHECK(ids_of(padded("{'descr': '<f8', 'fortran_order':  False, 'shape': (2, 3)}")) == "blanks");
  for (const char* const descr : {"f8", "=f8", "|f8", "float64"})
    CHECK(ids_of(padded("{'descr': '" + std::string(descr) +
                        "', 'fortran_order': False, 'shape': (2, 3)}")) == "descr-spelling");
  CHECK(ids_of(padded("{'descr': '<f8', 'fortran_order': False, 'shape': (2L, 3L), }")) == "long-suffix");
  CHECK(ids_of(padded(usual) + std::string(63, ' ') + "\n") == "white-space, length-byte");
  CHECK(ids_of(padded("{'descr': '<f8', 'fortran_order': False,\t'shape': (2, 3), }")) == "white-space");
  std::string no_line_break = padded(usual);
  no_line_break.back() = ' ';
  CHECK(ids_of(no_line_break) == "no-line-break");
  CHECK(ids_of(padded(usual, 12), 2) == "version");
  CHECK(ids_of(padded(usual, 12), 3) == "version");
  CHECK(ids_of(padded(usual + std::string(10000, ' '))) == "header-length, header-limit");
  CHECK(ids_of(padded(usual + std::string(64, ' '))) == "length-byte");
  CHECK(ids_of(usual + "\n") == "alignment");
  CHECK(ids_of(usual + std::string(10, ' ') + "\n") == "alignment-16");
  CHECK(ids_of(padded("{'descr': '>f8', 'fortran_order': True, 'shape': (2, 3), }")) ==
        "big-endian, fortran-order");
}

TEST_CASE("ranks beyond those of NumPy 1 are noted") {
  Extents extents(33, 1);
  CHECK(ids_of(npy::format_header(Dtype::int8, extents).substr(10)) == "length-byte, rank");
  extents.resize(32);
  CHECK(ids_of(npy::format_header(Dtype::int8, extents).substr(10)) == "length-byte");
}

TEST_CASE("NaNs and infinities are counted, with the index of the first") {
  npy::Header header;
  header.dtype = Dtype::float32;
  header.extents = {2, 3};
  const float nan = std::nanf(""), infinity = INFINITY;
  CHECK(values_lint<float>({1, 2, 3, 4, nan, nan}, header) == "2 NaNs, the first at [1, 1]; ");
  CHECK(values_lint<float>({1, -infinity, 3, 4, 5, 6}, header) == "1 infinity at [0, 1]; ");
  CHECK(values_lint<float>({1, -infinity, 3, 4, 5, nan}, header, true).empty());
  header.fortran_order = true;
  CHECK(values_lint<float>({1, nan, infinity, 4, 5, infinity}, header) ==
        "1 NaN at [1, 0]; 2 infinities, the first at [0, 1]; ");
  header.fortran_order = false;
  header.big_endian = true;
  const std::vector<std::uint32_t> swapped = {0x0000803f, 0x0000807f, 0x0000c07f, 0, 0x7f80, 0xffffff7f};
  CHECK(values_lint(swapped, header) == "2 NaNs, the first at [0, 2]; 1 infinity at [0, 1]; ");
}

TEST_CASE("a complex number is NaN and infinite by its parts, a half by its bits") {
  npy::Header header;
  header.extents = {2};
  header.dtype = Dtype::complex128;
  CHECK(values_lint<std::complex<double>>({{1, 2}, {std::nan(""), INFINITY}}, header) ==
        "1 NaN at [1]; 1 infinity at [1]; ");
  header.dtype = Dtype::float16;
  CHECK(values_lint<std::uint16_t>({0x7bff, 0xfc00}, header) == "1 infinity at [1]; ");
}

TEST_CASE("bools are 0 or 1") {
  npy::Header header;
  header.dtype = Dtype::boolean;
  header.extents = {4};
  CHECK(values_lint<std::uint8_t>({0, 1, 1, 0}, header, true).empty());
  CHECK(values_lint<std::uint8_t>({0, 1, 255, 2}, header, true) ==
        "2 bools that are neither 0 nor 1, the first at [2]; ");
}

TEST_CASE("data that is missing or followed by other bytes is found, mapped or read") {
  const Folder folder;
  const auto facts = [&](const std::string& content) {
    put(folder / "a.npy", content);
    const auto input = os::Input::open(folder / "a.npy");
    npy::Reader reader(input, npy::Completeness::unchecked);
    std::string text;
    for (const npy::Finding& finding : npy::lint_array(reader, *input, {})) text += finding.text() + "; ";
    return text;
  };
  for (const Dtype dtype : {Dtype::int16, Dtype::float16}) {
    const std::string file = npy::format_header(dtype, {2}) + "abcd";
    CHECK(facts(file).empty());
    CHECK(facts(file + "e") == "1 byte follows the array; ");
    CHECK(facts(file + file) ==
          "132 bytes follow the array: another array begins there, which numpy.load of "
          "the file's name does not see; ");
    CHECK(facts(file.substr(0, file.size() - 3)) ==
          "truncated: shape (2,) " + std::string(name_of(dtype)) + " needs 4 bytes of data, 1 is there; ");
  }
}

TEST_CASE("a cleaned array is little-endian, its bools are 0 and 1, its order stays") {
  npy::Header header;
  header.dtype = Dtype::int16;
  header.big_endian = true;
  header.fortran_order = true;
  header.extents = {2, 1, 3};
  npy::Cleaner cleaner(header);
  CHECK(cleaner.header() == npy::format_header(Dtype::int16, {2, 1, 3}, {.fortran_order = true}));
  const std::vector<std::uint8_t> stored = {1, 2, 3, 4}, clean = {2, 1, 4, 3};
  CHECK(std::ranges::equal(cleaner.run(std::as_bytes(std::span(stored))), std::as_bytes(std::span(clean))));
  header.dtype = Dtype::boolean;
  header.extents = {1, 4};
  npy::Cleaner bools(header);
  CHECK(bools.header() == npy::format_header(Dtype::boolean, {1, 4}));  // both orders are one
  const std::vector<std::uint8_t> odd = {0, 1, 2, 255}, even = {0, 1, 1, 1};
  CHECK(std::ranges::equal(bools.run(std::as_bytes(std::span(odd))), std::as_bytes(std::span(even))));
}
