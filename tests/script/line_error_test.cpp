#include <string>
#include <tests/support/catch.hpp>
#include <tests/support/shown.hpp>
#include <vector>

#include <tcalc/script/line_error.hpp>

using namespace tcalc;
using namespace tcalc::script;

namespace {

std::vector<std::string> details_of(std::string_view line, const std::vector<Span>& spans) {
  return test::details_of(located(Error(ErrorKind::usage, "wrong"), spans, {"m.tcalc", 7}, line));
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("an error of a line keeps its kind, hints and details, and gets a place") {
  Error error(ErrorKind::mismatch, "matmul: no", "dot q k");
  error.details = {"q  (2, 3)"};
  const Error placed = located(error, {{11, 12}}, {"m.tcalc", 7}, "s = matmul q k");
  CHECK(placed.kind == ErrorKind::mismatch);
  CHECK(placed.message == "m.tcalc:7: matmul: no");
  CHECK(test::details_of(placed) == Lines{"s = matmul q k", "           ^", "q  (2, 3)"});
  CHECK(test::hints_of(placed) == Lines{"dot q k"});
}

TEST_CASE("carets stand below every word, whatever is before them") {
  CHECK(details_of("  dot q k", {{6, 7}, {8, 9}}) == Lines{"dot q k", "    ^ ^"});
  CHECK(details_of("\tdot\tqq", {{5, 7}}) == Lines{"dot qq", "    ^^"});
  CHECK(details_of("é qq", {{3, 5}}) == Lines{"é qq", "  ^^"});
  CHECK(details_of("a\x01\xff q", {{4, 5}}) == Lines{"a\\x01\\xff q", "          ^"});
  CHECK(details_of("a\x01 q", {{0, 2}}) == Lines{"a\\x01 q", "^^^^^"});
  CHECK(details_of("print q", {}) == Lines{"print q"});
  CHECK(details_of("", {}) == Lines{""});
}

TEST_CASE("of a long line the part around the first word is shown") {
  const std::string far = std::string(300, 'a') + " word " + std::string(300, 'b');
  const Lines lines = details_of(far, {{301, 305}});
  CHECK(lines[0] == "..." + std::string(39, 'a') + " word " + std::string(55, 'b') + "...");
  CHECK(lines[1] == std::string(43, ' ') + "^^^^");
  CHECK(details_of(far, {{0, 2}})[0] == std::string(100, 'a') + "...");
  // No character is cut in two.
  std::string accents;
  for (int i = 0; i < 100; ++i) accents += "é";
  CHECK(details_of(accents + " w", {{201, 202}})[0].starts_with("...é"));
}
