// How long the first character of a text is, by the table of well-formed sequences in Unicode's chapter 3.9.
#include <string>
#include <string_view>
#include <tests/support/catch.hpp>

#include <tcalc/core/utf8.hpp>

using namespace tcalc;

TEST_CASE("a character of UTF-8 is as long as Unicode says, and what is malformed has no length") {
  struct Row {
    std::string_view bytes;
    std::size_t length;
  };
  using namespace std::string_view_literals;
  const Row rows[] = {
      {"a", 1},
      {"\0"sv, 1},
      {"\x7f", 1},
      {"\x80", 0},
      {"\xc1\xbf", 0},
      {"\xc2\x80", 2},
      {"\xdf\xbf", 2},
      {"\xc2", 0},
      {"\xc2\x7f", 0},
      {"\xc2\xc0", 0},
      {"\xe0\x9f\xbf", 0},
      {"\xe0\xa0\x80", 3},
      {"\xe1\x80\x80", 3},
      {"\xe1\x80", 0},
      {"\xe1\x28\x80", 0},
      {"\xe1\x80\x28", 0},
      {"\xed\x9f\xbf", 3},
      {"\xed\xa0\x80", 0},
      {"\xef\xbf\xbf", 3},
      {"\xf0\x8f\xbf\xbf", 0},
      {"\xf0\x90\x80\x80", 4},
      {"\xf1\x80\x80\x80", 4},
      {"\xf1\x28\x80\x80", 0},
      {"\xf1\x80\x28\x80", 0},
      {"\xf1\x80\x80\x28", 0},
      {"\xf4\x8f\xbf\xbf", 4},
      {"\xf4\x90\x80\x80", 0},
      {"\xf5\x80\x80\x80", 0},
      {"\xff", 0},
  };
  for (const auto& [bytes, length] : rows) {
    CAPTURE(std::string(bytes));
    CHECK(utf8_length(bytes) == length);
    CHECK(utf8_length(std::string(bytes) + "z") == length);
  }
}

TEST_CASE("a text is UTF-8 where all of it is") {
  CHECK(is_utf8(""));
  CHECK(is_utf8("a\xc3\xbc\xe2\x82\xac"));
  CHECK_FALSE(is_utf8("\xff"));
  CHECK_FALSE(is_utf8("a\xc3"));
}
