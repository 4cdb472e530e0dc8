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
  CHECK(in_quotes("abcdef", 3) == "'abc...'");
  CHECK(in_quotes("'abcdef", 3) == "''ab...'");
  CHECK(in_quotes("\nabcdef", 3) == "'\\na...'");
}

TEST_CASE("hints of the text of an error are calls of C++") {
  const CallOperand a = {"A", "", false, {}, {}, 2};
  const CallOperand reshaped = {"B", "", false, {"2", "3"}, {}, 1};
  const CallOperand shortened = {"C", "", false, {}, AxisStart{2, 3, 4}, 3};
  using List = std::vector<std::int64_t>;
  const std::vector<std::string> shape = {"2"};
  const std::pair<Hint, std::string> rows[] = {
      {CallHint{"matmul", "", {a, reshaped}, {}, shape, ""},
       "tcalc::matmul(A, xt::reshape_view(B, {2, 3})) is legal and gives (2,)"},
      {CallHint{"dot", "", {a, shortened}, {}, {}, "with it: "},
       "with it: tcalc::dot(A, xt::view(C, xt::all(), xt::all(), xt::range(0, 4)))"},
      {CallHint{"batch_dot", "", {a, a}, {{"axes", List{1, 2}}, {"keras", std::string("3")}}, {}, ""},
       "tcalc::batch_dot(A, A, {.axes = {1, 2}, .rule = tcalc::KerasRule::from_2_2_5})"},
      {CallHint{"batch_dot", "", {a, a}, {{"keras", std::string("2.2.4")}}, {}, ""},
       "tcalc::batch_dot(A, A, {.rule = tcalc::KerasRule::until_2_2_4})"},
      {CallHint{"vecdot", "", {a, a}, {{"axis", List{-2}}}, {}, ""}, "tcalc::vecdot(A, A, {.axis = -2})"},
      {CallHint{"matmul", "", {a, a}, {{"transpose-b", true}, {"output-type", std::string("f4")}}, {}, ""},
       "tcalc::matmul(A, A, {.transpose_b = true})"},
      {CallHint{"tensordot", "", {a, a}, {{"axes", List{1}}}, {}, ""}, "tcalc::tensordot(A, A, 1)"},
      {CallHint{"tensordot", "", {a, a}, {{"axes-a", List{1, 0}}, {"axes-b", List{0, 1}}}, {}, ""},
       "tcalc::tensordot(A, A, {1, 0}, {0, 1})"},
      {CallHint{"tensordot", "", {a, a}, {}, {}, ""}, "tcalc::tensordot(A, A)"},
      {CallHint{"einsum", "ij,kj->ik", {a, a}, {}, {}, ""}, "tcalc::einsum(\"ij,kj->ik\", A, A)"},
      {OptionHint{"", "require", "B == 3", ""}, "defined only if B == 3"},
      {OptionHint{"equal only if B == 3: ", "require", "B == 3", ""}, "equal only if B == 3"},
      {OptionHint{"", "dtype", "f4", " converts it"}, "xt::cast converts it"},
      {OptionHint{"", "strict", "", " keeps to the letters"}, ".strict = true keeps to the letters"},
      {std::string("a sentence"), "a sentence"},
  };
  for (const auto& [hint, expected] : rows) {
    Error error(ErrorKind::mismatch, "x: y");
    error.hints = {hint};
    CHECK(error.text() == "x: y\n  hint: " + expected);
  }
}
