// What is special to roff does not reach it.
#include <app/help/roff.hpp>
#include <tests/support/catch.hpp>

using namespace tcalc::app;

TEST_CASE("literal text for roff shows as it is typed") {
  CHECK(roff_literal("tcalc dot 2,3 4") == "tcalc dot 2,3 4");
  CHECK(roff_literal("--axes-a") == "\\-\\-axes\\-a");
  CHECK(roff_literal("(m,k)->(k)") == "(m,k)\\->(k)");
  CHECK(roff_literal("'[1]' \"x\"") == "\\(aq[1]\\(aq \\(dqx\\(dq");
  CHECK(roff_literal("a\\b ~ ^ `") == "a\\eb \\(ti \\(ha \\(ga");
}

TEST_CASE("a line for roff is never a request") {
  CHECK(roff_literal(".npy") == "\\&.npy");
  CHECK(roff_literal("'x'") == "\\(aqx\\(aq");
  CHECK(roff_prose(".npy files") == "\\&.npy files\n");
  // The line breaks before it.
  const std::string words(76, 'w');
  CHECK(roff_prose(words + " .npy") == words + "\n\\&.npy\n");
}

TEST_CASE("an argument for roff is one, whatever is in it") {
  CHECK(roff_argument("A B") == "\"A B\"");
  CHECK(roff_argument("say \"B\"") == "\"say \\(dqB\\(dq\"");
}

TEST_CASE("prose for roff has hyphens in words and minus signs elsewhere") {
  CHECK(roff_prose("second-to-last") == "second-to-last\n");
  CHECK(roff_prose("--axes-a, (--axes-b) and -1") == "\\-\\-axes\\-a, (\\-\\-axes\\-b) and \\-1\n");
  CHECK(roff_prose("<f4-x") == "<f4\\-x\n");
}

TEST_CASE("each sentence of prose for roff begins a line") {
  CHECK(roff_prose("One. Two, e.g. three.") == "One.\nTwo, e.g.\nthree.\n");
  CHECK(roff_prose("A... a . or B.") == "A... a . or B.\n");
  CHECK(roff_prose("") == "");
}
