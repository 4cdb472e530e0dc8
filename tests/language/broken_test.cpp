// The corpus of broken expressions: what is marked, what is said, and what is proposed instead.
#include <algorithm>
#include <fstream>
#include <string>
#include <tests/support/catch.hpp>
#include <tests/support/shown.hpp>
#include <vector>

#include <tcalc/language/tree.hpp>

using namespace tcalc;

TEST_CASE("every broken expression is refused at the token that is wrong, with its hint") {
  std::ifstream table(std::string(TCALC_SOURCE_DIR) + "/tests/cases/broken_syntax.txt");
  REQUIRE(table.good());
  std::vector<std::string> wanted;
  int cases = 0;
  const auto check = [&] {
    if (wanted.empty()) return;
    ++cases;
    INFO("expression: " << wanted[0]);
    std::vector<std::string> given = {wanted[0]};
    try {
      language::parse(wanted[0]);
      given.emplace_back("is accepted");
    } catch (const LocatedError& error) {
      const Error shown = language::shown(error, wanted[0]);
      given = test::details_of(shown);
      given.push_back(shown.message);
      for (const std::string& hint : test::hints_of(shown)) given.push_back("hint: " + hint);
    }
    CHECK(given == wanted);
    wanted.clear();
  };
  for (std::string line; std::getline(table, line);) {
    if (line.starts_with('#') && wanted.empty()) continue;
    if (line.empty())
      check();
    else
      wanted.push_back(line);
  }
  check();
  CHECK(cases >= 80);
}
