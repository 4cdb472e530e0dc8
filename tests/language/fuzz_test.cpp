// Random strings of tokens: whatever they are, the answer is a tree, or a refusal whose carets are in the
// text.
#include <array>
#include <random>
#include <string>
#include <string_view>
#include <tests/support/catch.hpp>

#include <tcalc/language/tree.hpp>
#include <tcalc/shape.hpp>

using namespace tcalc;

namespace {

constexpr auto tokens = std::to_array<std::string_view>({
    "a",      "b",         "B",           "x",       "sum",    "softmax",  "reshape",
    "where",  "einsum",    "concatenate", "zeros",   "np",     "linalg",   "norm",
    "axis",   "keepdims",  "dtype",       "float32", "nan",    "pi",       "True",
    "None",   "and",       "not",         "if",      "else",   "lambda",   "for",
    "in",     "import",    "0",           "1",       "-1",     "2.5",      "1e-3",
    "1_000",  "0x1f",      "2j",          "017",     "3x",     "1e999",    "99999999999999999999",
    "'f4'",   "\"ij->j\"", "'",           "f'x'",    "(",      ")",        "[",
    "]",      "{",         ",",           ":",       ";",      "\n",       "=",
    "==",     "!=",        "<",           "<=",      ">",      ">=",       "+",
    "-",      "*",         "/",           "//",      "%",      "**",       "@",
    "&",      "|",         "^",           "~",       "<<",     ">>",       ".",
    "...",    "->",        ".T",          ".shape",  ".sum()", "[0]",      "[..., None]",
    "[::-1]", "&&",        "!",           "$",       "#",      "\xc3\x97", "\xff",
    "\\",
});

std::string random_text(std::mt19937_64& engine) {
  std::string text;
  for (std::size_t left = 1 + engine() % 24; left > 0; --left) {
    text += tokens[engine() % tokens.size()];
    if (engine() % 3 == 0) text += ' ';
  }
  return text;
}

// What is wrong with the answer to it; empty where nothing is.
std::string fault_of(const std::string& text) {
  try {
    language::parse(text);
  } catch (const LocatedError& error) {
    if (error.spans.empty()) return "no place";
    for (const Span& span : error.spans) {
      if (span.begin > span.end || span.end > text.size()) return "a place outside of the text";
    }
    if (error.kind != ErrorKind::usage || error.message.empty()) return "another kind of error";
    language::shown(error, text);
  }
  return "";
}

// The same of the whole way to a shape.
std::string fault_of_shape(const std::string& text) {
  try {
    infer(text, {{"a", "2,3"}, {"b", "B,3"}});
  } catch (const Error& error) {
    if (error.kind == ErrorKind::internal) return error.message;
  }
  return "";
}

}  // namespace

TEST_CASE("random strings of tokens are parsed or refused in their place") {
  std::mt19937_64 engine(1);
  for (int i = 0; i < 10'000; ++i) {
    const std::string text = random_text(engine);
    INFO(text);
    REQUIRE(fault_of(text).empty());
  }
  for (int i = 0; i < 2'000; ++i) {
    const std::string text = random_text(engine);
    INFO(text);
    REQUIRE(fault_of_shape(text).empty());
  }
}

TEST_CASE("a hundred thousand random strings of tokens never crash", "[.][deep]") {
  std::mt19937_64 engine(2);
  for (int i = 0; i < 100'000; ++i) {
    const std::string text = random_text(engine);
    INFO(text);
    REQUIRE(fault_of(text).empty());
    REQUIRE(fault_of_shape(text).empty());
  }
}
