#include <algorithm>
#include <array>
#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <tests/support/catch.hpp>
#include <tests/support/header_answer.hpp>
#include <tests/support/sampled.hpp>
#include <vector>

#include <tcalc/npy/header.hpp>

using namespace tcalc;
using namespace tcalc::npy;

namespace {

std::string preamble_answer(const std::string& file, std::int64_t available) {
  try {
    const Preamble preamble = parse_preamble(std::as_bytes(std::span(file)), available, "a.npy");
    return std::to_string(preamble.major_version) + ".0, " + std::to_string(preamble.dict_bytes) +
           " bytes at " + std::to_string(preamble.dict_offset);
  } catch (const Error& error) {
    return error.message;
  }
}

std::string bytes(std::initializer_list<int> values) {
  std::string text;
  for (const int value : values) text += static_cast<char>(value);
  return text;
}

const std::string magic = "\x93NUMPY";

// The header of an array that NumPy writes with 118 bytes of dict.
std::string numpy_header(const std::string& dict) {
  return magic + bytes({1, 0, 118, 0}) + dict + std::string(117 - dict.size(), ' ') + "\n";
}

}  // namespace

TEST_CASE("the preamble gives version, place and length of the dict") {
  struct Row {
    std::string file;
    std::int64_t available;
    std::string expected;
  };
  const std::string v1 = magic + bytes({1, 0, 118, 0});
  const std::string v2 = magic + bytes({2, 0, 0x34, 0x12, 0, 0});
  const Row rows[] = {
      {v1, 128, "1.0, 118 bytes at 10"},
      {v1 + "{'", 128, "1.0, 118 bytes at 10"},
      {v1, -1, "1.0, 118 bytes at 10"},
      {v1, 127, "a.npy: header claims 118 bytes, the file has 117 after it"},
      {v1, 10, "a.npy: header claims 118 bytes, the file has 0 after it"},
      {v2, 0x1234 + 12, "2.0, 4660 bytes at 12"},
      {v2, 0x1234 + 11, "a.npy: header claims 4660 bytes, the file has 4659 after it"},
      {magic + bytes({3, 0, 0, 0, 1, 0}), -1, "3.0, 65536 bytes at 12"},
      {magic + bytes({3, 0, 1, 0, 1, 0}), -1, "a.npy: header of 65537 bytes exceeds the 65536-byte limit"},
      {magic + bytes({2, 0, 0xff, 0xff, 0xff, 0xff}), -1,
       "a.npy: header of 4294967295 bytes exceeds the 65536-byte limit"},
      // The low byte of the length is not a signed one.
      {magic + bytes({1, 0, 0xb6, 0}), -1, "1.0, 182 bytes at 10"},
      {magic + bytes({1, 0, 0xff, 0xff}), -1, "1.0, 65535 bytes at 10"},
  };
  for (const Row& row : rows) CHECK(preamble_answer(row.file, row.available) == row.expected);
}

TEST_CASE("a header knows where its data begins and how many bytes they are") {
  const std::string file = numpy_header("{'descr': '<c16', 'fortran_order': True, 'shape': (2, 3), }");
  const Header header = test::parse_header(file, 128 + 96);
  CHECK(header.dtype == Dtype::complex128);
  CHECK_FALSE(header.big_endian);
  CHECK(header.fortran_order);
  CHECK(header.extents == Extents{2, 3});
  CHECK(header.major_version == 1);
  CHECK(header.data_offset == 128);
  CHECK(header.data_bytes() == 96);
  CHECK(test::parse_header(format_header(Dtype::float64, {}), -1).data_bytes() == 8);
  CHECK(test::parse_header(format_header(Dtype::float64, {3, 0}), -1).data_bytes() == 0);
}

TEST_CASE("headers are written byte for byte as NumPy 1.24 and 2 write them") {
  struct Row {
    Dtype dtype;
    Extents extents;
    bool fortran_order;
    std::string dict;
  };
  const Row rows[] = {
      {Dtype::float64, {2, 3}, false, "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }"},
      {Dtype::float64, {2, 3}, true, "{'descr': '<f8', 'fortran_order': True, 'shape': (2, 3), }"},
      {Dtype::boolean, {4}, false, "{'descr': '|b1', 'fortran_order': False, 'shape': (4,), }"},
      {Dtype::int8, {0}, false, "{'descr': '|i1', 'fortran_order': False, 'shape': (0,), }"},
      {Dtype::uint8, {1, 1}, false, "{'descr': '|u1', 'fortran_order': False, 'shape': (1, 1), }"},
      {Dtype::complex64,
       {10, 12, 4, 8},
       false,
       "{'descr': '<c8', 'fortran_order': False, 'shape': (10, 12, 4, 8), }"},
  };
  for (const Row& row : rows)
    CHECK(format_header(row.dtype, row.extents, {.fortran_order = row.fortran_order}) ==
          numpy_header(row.dict));

  // A 0-D array has no axis that could grow, and needs no room for one.
  const std::string zero_d = "{'descr': '<f8', 'fortran_order': False, 'shape': (), }";
  CHECK(format_header(Dtype::float64, {}) ==
        magic + bytes({1, 0, 118, 0}) + zero_d + std::string(62, ' ') + "\n");
}

TEST_CASE("room is left for the growing axis, the first or in Fortran order the last, to reach 21 digits") {
  const auto size = [](const Extents& extents, bool fortran_order) {
    return format_header(Dtype::float64, extents, {.fortran_order = fortran_order}).size();
  };
  // 128 bytes hold 116 of text and room, with 20 of them for an axis of one digit.
  Extents extents(14, 1);
  extents[1] = 10;
  CHECK(size(extents, false) == 128);
  extents[1] = 100;
  CHECK(size(extents, false) == 192);
  CHECK(size(extents, true) == 128);
  extents[1] = 1000;
  CHECK(size(extents, true) == 192);
  // The room shrinks as the axis grows: the size stays.
  extents[1] = 10;
  extents.front() = INT64_MAX;
  CHECK(size(extents, false) == 128);
  CHECK(size(extents, true) == 192);
}

TEST_CASE("a dict beyond 65535 bytes makes version 2.0") {
  // No tensor has this rank; the form of the header must be right all the same.
  const std::string header = format_header(Dtype::float64, Extents(30000, 1));
  CHECK(header.substr(0, 8) == magic + bytes({2, 0}));
  CHECK(header.size() % 64 == 0);
  CHECK(preamble_answer(header, -1) ==
        "a.npy: header of " + std::to_string(header.size() - 12) + " bytes exceeds the 65536-byte limit");
}

namespace {

// Pieces that a header is made of, right and wrong.
constexpr std::array<std::string_view, 72> tokens = {
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    ",",
    ":",
    "'",
    "\"",
    " ",
    "\n",
    "\t",
    "\r\n",
    "'descr'",
    "'shape'",
    "'fortran_order'",
    "\"descr\"",
    "\"shape\"",
    "'<f8'",
    "'>f8'",
    "'|b1'",
    "'|u1'",
    "'|O'",
    "'<U5'",
    "'<V2'",
    "'f4'",
    "'=i8'",
    "'>c16'",
    "'float32'",
    "'<M8[ns]'",
    "[('x', '<f8')]",
    "True",
    "False",
    "None",
    "()",
    "(2, 3)",
    "(2,)",
    "(2)",
    "(2L, 3L)",
    "-1",
    "0",
    "1",
    "2",
    "7",
    "L",
    "_",
    "x",
    "0x2",
    "1_0",
    "2.0",
    "+2",
    "010",
    "9223372036854775807",
    "9223372036854775808",
    "4294967296",
    "99999999999999999999999999",
    "np.int64(4)",
    "\xc2\xb2",
    "\xff",
    "\x1b[2J",
    "\\",
    "#",
    "\x01",
    "e",
    "'",
    ", }",
    "': ",
    "(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, ",
    "((((((((((",
    "'descr': '<f8', ",
    "'shape': (2, 3), "};

class Mutator {
 public:
  std::string next() {
    std::string dict = below(16) == 0 ? soup() : dicts_[below(dicts_.size())];
    for (std::size_t count = below(3); count > 0; --count) insert_space(dict);
    for (std::size_t count = below(2) * below(4); count > 0; --count) mutate(dict);
    return with_preamble(dict);
  }

 private:
  // Not std::uniform_int_distribution: its numbers differ between libraries.
  std::size_t below(std::size_t bound) { return random_() % bound; }
  std::string_view token() { return tokens[below(tokens.size())]; }

  std::string soup() {
    std::string text = "{";
    for (std::size_t count = below(24); count > 0; --count) text += token();
    return text + "}";
  }

  void mutate(std::string& text) {
    const std::size_t at = below(text.size() + 1);
    const std::size_t length = below(8);
    switch (below(6)) {
      case 0:
        text.insert(at, token());
        break;
      case 1:
        text.erase(at, length);
        break;
      case 2:
        text.replace(at, std::min(length, text.size() - at), token());
        break;
      case 3:
        text.insert(at, text.substr(below(text.size() + 1), 4 * length));
        break;
      case 4:
        text.resize(at);
        break;
      default:
        if (at < text.size()) text[at] = static_cast<char>(below(256));
    }
  }

  // Between tokens, where it is allowed.
  void insert_space(std::string& text) {
    const std::size_t comma = text.find(", ", below(text.size() + 1));
    if (comma != std::string::npos) text.insert(comma + below(2), below(2) == 0 ? "\n" : " \t");
  }

  std::string with_preamble(const std::string& dict) {
    const bool first_version = below(3) == 0;
    std::size_t length = dict.size();
    if (below(32) == 0) length += below(5) - 2;
    std::string file = magic + bytes({first_version ? 1 : static_cast<int>(2 + below(2)), 0});
    for (int byte = 0; byte < (first_version ? 2 : 4); ++byte)
      file += static_cast<char>(length >> 8 * byte & 0xff);
    file += dict;
    if (below(32) == 0)
      file[below(std::min<std::size_t>(file.size(), preamble_size))] = static_cast<char>(below(256));
    return file;
  }

  std::mt19937 random_{20240501};
  const std::vector<std::string> dicts_ = {
      "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }",
      "{'descr': '|b1', 'fortran_order': True, 'shape': (), }",
      "{'shape': (2L, 3L), 'fortran_order': False, 'descr': '>i2'}",
      "{\"descr\": \"<c16\", \"fortran_order\": False, \"shape\": (7,)}\n",
      "{'descr': '=u4', 'fortran_order': False, 'shape': (1, 0, 12345678901), }",
      "{'descr': '?', 'fortran_order': True, 'shape': (9, 9, 9, 9, 9, 9, 9, 9, 9), }",
  };
};

// What is wrong with how a file was refused, or nothing.
std::string defect(const Error& error) {
  if (error.kind != ErrorKind::input) return "not an input error";
  if (!error.message.starts_with("a.npy: ")) return "does not begin with the name";
  if (error.message.size() >= 400) return "too long";
  const auto is_control = [](char letter) {
    return static_cast<unsigned char>(letter) < 0x20 || letter == 0x7f;
  };
  return std::ranges::any_of(error.message, is_control) ? "has a control character" : "";
}

std::string defect(const Header& header, std::size_t file_size) {
  if (header.data_offset > static_cast<std::int64_t>(file_size)) return "begins after the file's end";
  if (header.data_bytes() < 0) return "has negative bytes";
  const Header again = test::parse_header(
      format_header(header.dtype, header.extents, {.fortran_order = header.fortran_order}), -1);
  const bool same = again.dtype == header.dtype && again.extents == header.extents &&
                    again.fortran_order == header.fortran_order;
  return same ? "" : "reads back as " + test::text_of(again);
}

}  // namespace

TEST_CASE("mutated headers are refused on one line or read back the same") {
  constexpr int files = test::sampled ? 50000 : 200000;
  constexpr int least_of_either = files / 3;  // so that the mutations reach both
  Mutator mutator;
  int accepted = 0;
  std::string wrong, file;
  for (int i = 0; i < files && wrong.empty(); ++i) {
    file = mutator.next();
    try {
      wrong = defect(test::parse_header(file, static_cast<std::int64_t>(file.size())), file.size());
      ++accepted;
    } catch (const Error& error) {
      wrong = defect(error);
      if (!wrong.empty()) wrong = error.message + ": " + wrong;
    }
  }
  INFO(escaped(file, 1000));
  CHECK(wrong == "");
  CHECK(accepted > least_of_either);
  CHECK(files - accepted > least_of_either);
}
