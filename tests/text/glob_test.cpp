#include <string>
#include <tests/support/catch.hpp>

#include <tcalc/text/glob.hpp>

using namespace tcalc::text;

TEST_CASE("a pattern stands for names as a shell has them") {
  CHECK(matches("layers.0.norm.weight", "*.norm.weight"));
  CHECK(matches("layers.0.norm.weight", "layers.?.*"));
  CHECK(matches("a", "*"));
  CHECK(matches("", "*"));
  CHECK(matches("abcb", "a*b"));
  CHECK(matches("a*b", "a*b"));
  CHECK_FALSE(matches("layers.10.norm.weight", "layers.?.norm.weight"));
  CHECK_FALSE(matches("ab", "a"));
  CHECK_FALSE(matches("a", "ab"));
  CHECK_FALSE(matches("", "?"));
  CHECK_FALSE(matches("Weight", "weight"));
  CHECK(is_pattern("a?"));
  CHECK_FALSE(is_pattern("a.b[0]"));
}

TEST_CASE("a pattern of many stars is no trap") {
  std::string pattern;
  for (int i = 0; i < 1000; ++i) pattern += "*a";
  CHECK_FALSE(matches(std::string(100'000, 'a') + "b", pattern));
}
