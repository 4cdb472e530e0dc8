#include <string>
#include <tests/support/catch.hpp>
#include <vector>

#include <tcalc/script/lines.hpp>

using namespace tcalc::script;

namespace {

std::vector<std::string> lines_of(std::string_view program) {
  std::vector<std::string> result;
  Lines lines(program);
  while (const auto line = lines.next()) {
    result.emplace_back(*line);
    CHECK(lines.number() == result.size());
  }
  return result;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("lines end in a newline, with a carriage return or without, and the last one may lack it") {
  CHECK(lines_of("").empty());
  CHECK(lines_of("a") == Texts{"a"});
  CHECK(lines_of("a\nb\n") == Texts{"a", "b"});
  CHECK(lines_of("a\r\n\r\nb") == Texts{"a", "", "b"});
  CHECK(lines_of("\n\n") == Texts{"", ""});
  CHECK(lines_of("\xef\xbb\xbf"
                 "a\n\xef\xbb\xbf") == Texts{"a", "\xef\xbb\xbf"});
}
