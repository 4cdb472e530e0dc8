#include <optional>
#include <string>
#include <tests/support/catch.hpp>
#include <vector>

#include <tcalc/text/suggest.hpp>

using namespace tcalc::text;

TEST_CASE("the distance counts insertions, deletions, replacements and swaps of neighbours") {
  struct Row {
    std::string x, y;
    std::size_t distance;
  };
  for (const Row& row : {
           Row{"", "", 0},
           {"dot", "dot", 0},
           {"", "dot", 3},
           {"dt", "dot", 1},
           {"doot", "dot", 1},
           {"dit", "dot", 1},
           {"dto", "dot", 1},
           {"odt", "dot", 1},
           {"tod", "dot", 2},
           {"matmlu", "matmul", 1},
           {"mutmal", "matmul", 2},
           {"kitten", "sitting", 3},
           {"batch-dot", "batch_dot", 1},
           {"Dot", "dot", 1},
       }) {
    INFO(row.x << " and " << row.y);
    CHECK(edit_distance(row.x, row.y) == row.distance);
    CHECK(edit_distance(row.y, row.x) == row.distance);
  }
}

TEST_CASE("the nearest name is offered when it is near enough to have been meant") {
  const std::vector<std::string> known = {"dot", "batch_dot", "matmul", "tensordot", "help"};
  struct Row {
    std::string word;
    std::optional<std::string> name;
  };
  for (const Row& row : {
           Row{"matmlu", "matmul"}, {"mattmul", "matmul"},
           {"mtamlu", "matmul"},    {"batchdot", "batch_dot"},
           {"batch", "batch_dot"},  {"tens", "tensordot"},
           {"tensor", "tensordot"}, {"dor", "dot"},
           {"dto", "dot"},          {"matmul", "matmul"},
           {"hlep", "help"},        {"ten", std::nullopt},
           {"do", "dot"},           {"d", std::nullopt},
           {"", std::nullopt},      {"xyz", std::nullopt},
           {"tod", std::nullopt},   {"mlutam", std::nullopt},
           {"a.npy", std::nullopt}, {std::string(65, 'm'), std::nullopt},
       }) {
    INFO(row.word);
    CHECK(nearest(row.word, known) == row.name);
  }
}

TEST_CASE("of two names that are equally near, the first is offered") {
  CHECK(nearest("--axes-c", {"--axes-a", "--axes-b"}) == "--axes-a");
  CHECK(nearest("--axes-c", {"--axes-b", "--axes-a"}) == "--axes-b");
}

TEST_CASE("a nearer name wins over one that comes first") {
  CHECK(nearest("matmu", {"matvec", "matmul"}) == "matmul");
  CHECK(nearest("vecdot", {"vdot", "vecdot"}) == "vecdot");
}

TEST_CASE("nothing is near when nothing is known") { CHECK(nearest("dot", {}) == std::nullopt); }
