// Headers of GGUF files, made byte by byte, and what is refused of them.
#include <cstring>
#include <span>
#include <string>
#include <tests/support/catch.hpp>
#include <vector>

#include <tcalc/core/error.hpp>
#include <tcalc/gguf/header.hpp>

using namespace tcalc;
using gguf::Header;

namespace {

// The bytes of a number, little-endian.
template <class T>
std::string number(T value) {
  std::string bytes(sizeof value, '\0');
  std::memcpy(bytes.data(), &value, sizeof value);
  return bytes;
}

std::string text(const std::string& letters) { return number(std::uint64_t{letters.size()}) + letters; }

std::string preamble(std::uint64_t tensors, std::uint64_t metadata) {
  return "GGUF" + number(std::uint32_t{3}) + number(tensors) + number(metadata);
}

// A header of one value of metadata: its type, then its bytes.
std::string of_value(const std::string& key, std::uint32_t type, const std::string& bytes) {
  return preamble(0, 1) + text(key) + number(type) + bytes;
}

std::string list(std::uint32_t type, std::uint64_t length, const std::string& elements) {
  return number(type) + number(length) + elements;
}

Header read(const std::string& bytes, bool is_whole = true) {
  return gguf::parse_header(std::as_bytes(std::span(bytes)), is_whole, "m");
}

std::string value_of(std::uint32_t type, const std::string& bytes) {
  return read(of_value("k", type, bytes)).metadata.at(0).second;
}

std::string refusal_of(const std::string& bytes, bool is_whole = true) {
  try {
    read(bytes, is_whole);
  } catch (const Error& error) {
    CHECK(error.kind == ErrorKind::input);
    return error.message;
  }
  return "nothing";
}

}  // namespace

TEST_CASE("a value of GGUF's metadata is JSON, a text is itself") {
  CHECK(value_of(0, number(std::uint8_t{255})) == "255");
  CHECK(value_of(1, number(std::int8_t{-128})) == "-128");
  CHECK(value_of(2, number(std::uint16_t{65535})) == "65535");
  CHECK(value_of(3, number(std::int16_t{-2})) == "-2");
  CHECK(value_of(4, number(std::uint32_t{4294967295})) == "4294967295");
  CHECK(value_of(5, number(std::int32_t{-3})) == "-3");
  CHECK(value_of(6, number(0.5f)) == "0.5");
  CHECK(value_of(7, number(std::uint8_t{0})) == "false");
  CHECK(value_of(7, number(std::uint8_t{2})) == "true");
  CHECK(value_of(8, text("a\"b")) == "a\"b");
  CHECK(value_of(9, list(0, 0, "")) == "[]");
  CHECK(value_of(9, list(8, 2, text("a\"b") + text(""))) == R"(["a\"b",""])");
  CHECK(value_of(9, list(9, 2, list(7, 1, "\x01") + list(1, 2, "\x01\xff"))) == "[[true],[1,-1]]");
  CHECK(value_of(10, number(UINT64_MAX)) == "18446744073709551615");
  CHECK(value_of(11, number(INT64_MIN)) == "-9223372036854775808");
  CHECK(value_of(12, number(-2.25)) == "-2.25");
}

TEST_CASE("metadata that GGUF has not is refused by their key") {
  CHECK(refusal_of(of_value("k", 13, "")) == "m: metadata 'k' is of type 13, which GGUF has not");
  std::string nested = list(0, 0, "");
  for (int depth = 1; depth < 8; ++depth) nested = list(9, 1, nested);
  CHECK(value_of(9, nested) == "[[[[[[[[]]]]]]]]");
  CHECK(refusal_of(of_value("k", 9, list(9, 1, nested))) == "m: metadata 'k' is nested too deep");
}

TEST_CASE("an alignment is a multiple of 8 below some bound") {
  const auto aligned = [](std::uint32_t alignment) {
    return of_value("general.alignment", 4, number(alignment));
  };
  CHECK(read(preamble(0, 0)).alignment == 32);
  CHECK(read(aligned(8)).alignment == 8);
  CHECK(read(aligned(1 << 20)).alignment == 1 << 20);
  for (const std::uint32_t alignment : {0u, 12u, (1u << 20) + 8, 10'000'000u})
    CHECK(refusal_of(aligned(alignment)) ==
          "m: general.alignment is " + std::to_string(alignment) + ", not a multiple of 8");
  CHECK(refusal_of(of_value("general.alignment", 8, text(""))) ==
        "m: general.alignment is , not a multiple of 8");
  CHECK(refusal_of(of_value("general.alignment", 8, text("3:"))) ==
        "m: general.alignment is 3:, not a multiple of 8");
  CHECK(refusal_of(of_value("general.alignment", 8, text("/8"))) ==
        "m: general.alignment is /8, not a multiple of 8");
}

TEST_CASE("tensors have their axes in C order, and names that come twice are told") {
  const auto tensor = [](const std::string& name, const std::vector<std::uint64_t>& extents) {
    std::string bytes = text(name) + number(static_cast<std::uint32_t>(extents.size()));
    for (const std::uint64_t extent : extents) bytes += number(extent);
    return bytes + number(std::uint32_t{1}) + number(std::uint64_t{64});
  };
  const std::string bytes = preamble(3, 2) + text("k") + number(std::uint32_t{7}) + "\x01" + text("k") +
                            number(std::uint32_t{7}) + "\x01" + tensor("w", {5, 3}) + tensor("v", {}) +
                            tensor("w", {1});
  const Header header = read(bytes);
  REQUIRE(header.tensors.size() == 3);
  CHECK(header.tensors[0].name == "w");
  CHECK(header.tensors[0].extents == Extents{3, 5});
  CHECK(header.tensors[0].type == 1);
  CHECK(header.tensors[0].offset == 64);
  CHECK(header.tensors[1].extents == Extents{});
  CHECK(header.duplicates == std::vector<std::string>{"w", "k"});
  CHECK(header.bytes == static_cast<std::int64_t>(bytes.size()));
  CHECK(header.version == 3);
  CHECK_FALSE(header.big_endian);
  CHECK(read(preamble(1, 0) + tensor("t", std::vector<std::uint64_t>(64, 1))).tensors[0].extents.size() ==
        64);
  CHECK(refusal_of(preamble(1, 0) + tensor("t", std::vector<std::uint64_t>(65, 1))) ==
        "m: tensor 't': has more than 64 axes");
  CHECK(read(preamble(1, 0) + tensor("t", {INT64_MAX})).tensors[0].extents == Extents{INT64_MAX});
  CHECK(refusal_of(preamble(1, 0) + tensor("t", {std::uint64_t{INT64_MAX} + 1})) ==
        "m: tensor 't': 9223372036854775808 is too large for a size");
}

TEST_CASE("a GGUF header ends where its file or the window ends") {
  CHECK(refusal_of("") == "m: not a GGUF file");
  CHECK(refusal_of("GGUF\x03\x00\x00") == "m: not a GGUF file");
  CHECK(refusal_of("GGUG" + number(std::uint64_t{3})) == "m: not a GGUF file");
  CHECK(refusal_of("GGUF" + number(std::uint32_t{4})) == "m: GGUF version 4 is not supported (2 and 3 are)");
  CHECK(refusal_of("GGUF" + number(std::uint32_t{1})) == "m: GGUF version 1 is not supported (2 and 3 are)");
  CHECK(read("GGUF" + number(std::uint32_t{2}) + std::string(16, '\0')).version == 2);
  CHECK(read("GGUF" + number(std::uint32_t{3 << 24}) + std::string(16, '\0')).big_endian);
  CHECK(refusal_of("GGUF" + number(std::uint32_t{3})) ==
        "m: truncated: the header needs 8 bytes at byte 8, 0 are left");
  CHECK(refusal_of(of_value("k", 7, "")) == "m: truncated: the header needs 1 byte at byte 37, 0 are left");
  CHECK(refusal_of(preamble(0, 1) + text("kk").substr(0, 9)) ==
        "m: truncated: the header needs 2 bytes at byte 32, 1 is left");
  CHECK(refusal_of(preamble(0, 1), false) == "m: the header has more than 67108864 bytes");
}

TEST_CASE("metadata that are longer than any vocabulary are refused") {
  const auto of_texts = [](std::size_t second) {
    constexpr std::size_t half = gguf::longest_metadata / 2;
    return preamble(0, 2) + text("a") + number(std::uint32_t{8}) + text(std::string(half, 'x')) + text("b") +
           number(std::uint32_t{8}) + text(std::string(half + second, 'x'));
  };
  CHECK(read(of_texts(0)).metadata.size() == 2);
  CHECK(refusal_of(of_texts(1)) == "m: the metadata have more than 67108864 bytes as text");
}
