#include <string>
#include <tests/support/catch.hpp>

#include <tcalc/script/statement.hpp>

using namespace tcalc;
using namespace tcalc::script;

namespace {

// "NAME <- VERB (WORD) (WORD)", or what is wrong and where.
std::string described(std::string_view line) {
  try {
    const Statement statement = parse_statement(line);
    std::string text = (statement.name ? statement.name->text : "-") + " <- " + statement.verb.text;
    for (const Word& word : statement.arguments) text += " (" + word.text + ")";
    return text;
  } catch (const LineError& error) {
    return error.message + " at " + std::to_string(error.spans.at(0).begin);
  }
}

}  // namespace

TEST_CASE("a statement assigns a name or is a check") {
  CHECK(described("s = matmul q k --transpose-b") == "s <- matmul (q) (k) (--transpose-b)");
  CHECK(described("expect s B,T,T") == "- <- expect (s) (B,T,T)");
  CHECK(described("  print s  # now") == "- <- print (s)");
  CHECK(described("print") == "- <- print");
  CHECK(described("q1 = full=7.5:2,2") == "q1 <- full=7.5:2,2");
}

TEST_CASE("an equals sign needs no blanks around it") {
  CHECK(described("q=shape 2,3") == "q <- shape (2,3)");
  CHECK(described("q= shape 2,3") == "q <- shape (2,3)");
  CHECK(described("q =shape 2,3") == "q <- shape (2,3)");
  CHECK(described("q=load full=2:3") == "q <- load (full=2:3)");
  CHECK(parse_statement("q=shape 2").verb.span == Span{2, 7});
}

TEST_CASE("an assignment needs a name and a verb") {
  CHECK(described("2x = shape 3") == "'2x' is not a name at 0");
  CHECK(described("a-b = shape 3") == "'a-b' is not a name at 0");
  CHECK(described("true = shape 3") == "'true' is a value, not a name at 0");
  CHECK(described("false = shape 3") == "'false' is a value, not a name at 0");
  CHECK(described("q =") == "nothing follows '=' at 2");
  CHECK(described("q=") == "nothing follows '=' at 1");
  CHECK(described("= shape 3") == "a name is missing before '=' at 0");
  CHECK(described("=") == "a name is missing before '=' at 0");
  CHECK(described("= = 3") == "'=' is not a name at 0");
}

TEST_CASE("an empty line is blank or a comment") {
  CHECK(is_empty(""));
  CHECK(is_empty(" \t"));
  CHECK(is_empty("  # q"));
  CHECK_FALSE(is_empty(" q"));
}

TEST_CASE("the name that a line assigns is known whatever else is wrong with it") {
  CHECK(assigned_name(" q = matmul 'a") == "q");
  CHECK(assigned_name("q_1=") == "q_1");
  CHECK(assigned_name("2x = shape 3").empty());
  CHECK(assigned_name("expect q 3").empty());
  CHECK(assigned_name("").empty());
}
