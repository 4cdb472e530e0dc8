// Programs as `tcalc run` parses them.
#include <app/commands/registry.hpp>
#include <app/program/parse.hpp>
#include <app/program/verbs.hpp>
#include <string>
#include <tests/support/catch.hpp>
#include <vector>

using namespace tcalc;
using namespace tcalc::app;

namespace {

// "3: a parenthesis is not closed [10, 11)"
std::vector<std::string> problems_of(const std::string& program) {
  std::vector<std::string> texts;
  const ParsedProgram parsed = parse_program({"", "", program});
  for (const LineProblem& problem : parsed.problems) {
    std::string text = std::to_string(problem.number) + ": " + problem.error.message;
    for (const script::Span& span : problem.error.spans)
      text += " [" + std::to_string(span.begin) + ", " + std::to_string(span.end) + ")";
    texts.push_back(std::move(text));
  }
  return texts;
}

}  // namespace

TEST_CASE("every line that is wrong is found before any is run") {
  CHECK(problems_of("a = load ones:2\n"
                    "save a x.npy\n"
                    "b = shape (2\n"
                    "print c\n"
                    "expect a 2 f9\n"
                    "d = matmul a a --transpose\n"
                    "e = matmul a 2,,3\n") ==
        std::vector<std::string>{"3: a parenthesis is not closed [10, 11)", "4: unknown name 'c' [6, 7)",
                                 "5: expect: unknown dtype 'f9' [11, 13)",
                                 "6: matmul: unknown option '--transpose' [15, 26)",
                                 "7: 2,,3: an empty dimension at position 2 [13, 17)"});
}

TEST_CASE("what a wrong line assigns is known to the lines after it, and to none before") {
  CHECK(problems_of("a = shape 2,,\nprint a").size() == 1);
  CHECK(problems_of("print a\na = shape 2") == std::vector<std::string>{"1: unknown name 'a' [6, 7)"});
}

TEST_CASE("a parsed line knows its verb, its call, and where names are mentioned last") {
  const ParsedProgram parsed =
      parse_program({"", "", "# products\nq = shape 2,3\n\nrefuse matmul q q\nt = outer q q\n"});
  REQUIRE(parsed.problems.empty());
  REQUIRE(parsed.lines.size() == 3);
  CHECK(parsed.lines[0].verb->name == "shape");
  CHECK(parsed.lines[1].number == 4);
  CHECK(parsed.lines[1].call.operation->name == "matmul");
  CHECK(parsed.lines[2].verb->form == "NAME = OPERATION OPERAND...");
  CHECK(parsed.lines[2].call.operands.size() == 2);
}

TEST_CASE("a name is needed up to the last line that has it as a word") {
  const ParsedProgram parsed =
      parse_program({"", "", "q = shape 2,3\nk = load k.npy\ns = dot q k # q\nprint 'q'\nexpect s 2,?"});
  const auto last = last_mentions(parsed);
  CHECK(last.at("q")->number == 4);
  CHECK(last.at("k")->number == 3);
  CHECK(last.at("s")->number == 5);
  CHECK(last.find("k.npy") == last.end());
}

TEST_CASE("help shows how each statement is written") {
  for (const Verb& verb : verbs()) {
    CAPTURE(verb.form);
    CHECK(run_command.details.find(verb.form) != std::string_view::npos);
  }
}
