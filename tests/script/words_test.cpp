#include <string>
#include <tests/support/catch.hpp>
#include <vector>

#include <tcalc/script/words.hpp>

using namespace tcalc;
using namespace tcalc::script;

namespace {

// The words between bars, each with its bytes: "|q 0-1|=2-3|".
std::string words_of(std::string_view line) {
  try {
    std::string text = "|";
    for (const Word& word : split_words(line)) {
      text += word.text + " " + std::to_string(word.span.begin) + "-" + std::to_string(word.span.end) + "|";
    }
    return text;
  } catch (const LineError& error) {
    return error.message + " at " + std::to_string(error.spans.at(0).begin) + "-" +
           std::to_string(error.spans.at(0).end);
  }
}

}  // namespace

TEST_CASE("a line of a program is cut into words as a shell does it") {
  CHECK(words_of("") == "|");
  CHECK(words_of(" \t \r") == "|");
  CHECK(words_of("q = shape 2,3") == "|q 0-1|= 2-3|shape 4-9|2,3 10-13|");
  CHECK(words_of("\t print\tq ") == "|print 2-7|q 8-9|");
  CHECK(words_of("'a b.npy'") == "|a b.npy 0-9|");
  CHECK(words_of("a' 'b\"'\"c") == "|a b'c 0-9|");
  CHECK(words_of("''") == "| 0-2|");
  CHECK(words_of("einsum ij->ji q") == "|einsum 0-6|ij->ji 7-13|q 14-15|");
}

TEST_CASE("brackets keep blanks, quotes and # within a word, and stay") {
  CHECK(words_of("(B, T, 512) x") == "|(B, T, 512) 0-11|x 12-13|");
  CHECK(words_of("[[1, 2], [3, 4]]") == "|[[1, 2], [3, 4]] 0-16|");
  CHECK(words_of("[\"nan\", 1]") == "|[\"nan\", 1] 0-10|");
  CHECK(words_of("a.npy[0, :] b") == "|a.npy[0, :] 0-11|b 12-13|");
  CHECK(words_of("(2 # 3)") == "|(2 # 3) 0-7|");
  CHECK(words_of("2,3) x") == "|2,3) 0-4|x 5-6|");
}

TEST_CASE("a comment begins with # at the beginning of a word") {
  CHECK(words_of("# q = shape 2,3") == "|");
  CHECK(words_of("print q # 'the result") == "|print 0-5|q 6-7|");
  CHECK(words_of("print q#1.npy") == "|print 0-5|q#1.npy 6-13|");
  CHECK(words_of("print '#'") == "|print 0-5|# 6-9|");
}

TEST_CASE("what is not closed is an error at its beginning, and so is a NUL byte") {
  CHECK(words_of("load 'a.npy") == "a quote is not closed at 5-6");
  CHECK(words_of("load a\"b") == "a quote is not closed at 6-7");
  CHECK(words_of("expect s (B, T # all") == "a parenthesis is not closed at 9-10");
  CHECK(words_of("dot [[1, 2] x") == "a bracket is not closed at 4-5");
  CHECK(words_of(std::string_view("load a\0b", 8)) == "'a\\x00b': a NUL byte in a word at 5-8");
}

TEST_CASE("a line has at most a MiB") {
  const std::string line(longest_line, 'a');
  CHECK(split_words(line).size() == 1);
  CHECK_THROWS_WITH(split_words(line + "a"), "a line has at most 1 MiB");
}
