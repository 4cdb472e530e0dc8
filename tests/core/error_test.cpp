#include <string>
#include <tests/support/catch.hpp>
#include <tests/support/shown.hpp>
#include <utility>

#include <tcalc/core/error.hpp>
#include <tcalc/core/in_quotes.hpp>

using namespace tcalc;

TEST_CASE("an error carries its kind, one line and at first at most one hint") {
  const Error plain(ErrorKind::input, "a.npy: truncated");
  CHECK(plain.kind == ErrorKind::input);
  CHECK(plain.what() == std::string("a.npy: truncated"));
  CHECK(plain.hints.empty());
  CHECK(plain.details.empty());
  CHECK(test::hints_of(Error(ErrorKind::usage, "x", "y")) == std::vector<std::string>{"y"});
}

TEST_CASE("the kinds are the exit codes and have names") {
  const std::pair<ErrorKind, std::pair<int, std::string_view>> kinds[] = {
      {ErrorKind::mismatch, {1, "mismatch"}}, {ErrorKind::usage, {2, "usage"}},
      {ErrorKind::input, {3, "input"}},       {ErrorKind::output, {4, "output"}},
      {ErrorKind::resource, {5, "resource"}}, {ErrorKind::internal, {70, "internal"}},
  };
  for (const auto& [kind, expected] : kinds) {
    CHECK(static_cast<int>(kind) == expected.first);
    CHECK(kind_name(kind) == expected.second);
  }
}

TEST_CASE("text in a message is escaped only where a terminal would not show it as it is") {
  const std::pair<std::string, std::string> table[] = {
      {"", ""},
      {"weights.npy", "weights.npy"},
      {"with space, (1) 'quoted'", "with space, (1) 'quoted'"},
      {"a\\b", "a\\b"},
      {"new\nline", "'new\\nline'"},
      {"tab\tand\rreturn", "'tab\\tand\\rreturn'"},
      {"\x1b[31mred", "'\\x1b[31mred'"},
      {std::string("nul\0!", 5), "'nul\\x00!'"},
      {"delete\x7f", "'delete\\x7f'"},
      {"\xcf\x80 \xe2\x82\xac \xf0\x9f\x99\x82", "\xcf\x80 \xe2\x82\xac \xf0\x9f\x99\x82"},
      {"C1 control \xc2\x9b", "'C1 control \\xc2\\x9b'"},
      {"no-break \xc2\xa0", "no-break \xc2\xa0"},
      {"continuation \x80", "'continuation \\x80'"},
      {"cut short \xe2\x82", "'cut short \\xe2\\x82'"},
      {"overlong \xc0\xaf", "'overlong \\xc0\\xaf'"},
      {"overlong \xe0\x80\xaf", "'overlong \\xe0\\x80\\xaf'"},
      {"surrogate \xed\xa0\x80", "'surrogate \\xed\\xa0\\x80'"},
      {"beyond \xf4\x90\x80\x80", "'beyond \\xf4\\x90\\x80\\x80'"},
      {"last \xf4\x8f\xbf\xbf", "last \xf4\x8f\xbf\xbf"},
  };
  for (const auto& [text, expected] : table) CHECK(escaped(text) == expected);
}

TEST_CASE("long text is cut at a character, and says so") {
  CHECK(escaped(std::string(200, 'x')) == std::string(200, 'x'));
  CHECK(escaped(std::string(201, 'x')) == std::string(200, 'x') + "...");
  CHECK(escaped("abcdef", 3) == "abc...");
  CHECK(escaped("a\xe2\x82\xac\xe2\x82\xac", 2) == "a\xe2\x82\xac...");
  CHECK(escaped("a\nbc", 3) == "'a\\n...'");
}

TEST_CASE("a name is quoted once, also where it had to be escaped") {
  CHECK(in_quotes("a") == "'a'");
  CHECK(in_quotes("") == "''");
  CHECK(in_quotes("a\n") == "'a\\n'");
  CHECK(in_quotes("'a'") == "''a''");
  CHECK(in_quotes("'abcdef", 3) == "''ab...'");
  CHECK(in_quotes("\nabcdef", 3) == "'\\na...'");
}
