// Hints: each is legal and gives what it says, at most three, and none where nothing legal is near.
#include <fstream>
#include <set>
#include <string>
#include <tests/support/case_table.hpp>
#include <tests/support/catch.hpp>
#include <tests/support/sampled.hpp>
#include <tests/support/shapes.hpp>
#include <tests/support/shown.hpp>
#include <vector>

#include <tcalc/core/error.hpp>
#include <tcalc/frameworks/text.hpp>
#include <tcalc/ops/hints.hpp>
#include <tcalc/ops/registry.hpp>
#include <tcalc/shape/facts.hpp>
#include <tcalc/text/dim.hpp>

using namespace tcalc;

namespace {

using Lines = std::vector<std::string>;

// The operand as it is typed: "2,3", "()".
Operand typed(const Shape& shape, const std::string& name) {
  std::string word;
  for (const Dim& dim : shape) {
    if (!word.empty()) word += ',';
    word += dim.text();
  }
  return {name, shape, {}, word.empty() ? "()" : word};
}

Lines hints_of(const std::string& operation, const std::string& a, const std::string& b,
               const std::string& options = {}) {
  const Operation& found = *find_operation(operation);
  try {
    apply(found, {"A", test::shape_from(a)}, {"B", test::shape_from(b)},
          test::arguments_from(found, options));
  } catch (const Error& error) {
    return test::hints_of(error);
  }
  return {"legal"};
}

// What is wrong with the hint, read as the command line that it is: "dot 3,2 2,4 is legal and gives (3, 4)".
std::string defect_of(const std::string& hint) {
  const std::string claim = " is legal and gives ";
  const std::size_t end = hint.find(claim);
  if (end == std::string::npos) return "says something else";
  const std::string program = "tcalc ";
  if (!hint.starts_with(program)) return "is no command to paste";
  const std::string command = hint.substr(program.size(), end - program.size()) + " ";
  const std::size_t first = command.find(' ');
  const std::size_t second = command.find(' ', first + 1);
  const std::size_t third = command.find(' ', second + 1);
  const Operation* operation = find_operation(command.substr(0, first));
  if (operation == nullptr || third == std::string::npos) return "is not a command";
  const std::string a = command.substr(first + 1, second - first - 1);
  const std::string b = command.substr(second + 1, third - second - 1);
  const test::Answer answer = test::answer(*operation, a, b, command.substr(third));
  const std::size_t begin = end + claim.size();
  return answer.result == hint.substr(begin, hint.find(": ", begin) - begin) ? "" : "gives " + answer.result;
}

// What is wrong with "equal only if B == T: --require 'B == T'" of a command that was refused: under the
// facts it must be legal.
std::string defect_of_facts(const std::string& hint, const Operation& operation, const Operand& a,
                            const Operand& b, const Arguments& arguments) {
  const std::string option = "--require '";
  const std::size_t begin = hint.find(option) + option.size();
  const Facts facts = text::parse_facts(hint.substr(begin, hint.size() - 1 - begin));
  try {
    apply(operation, {"A", facts.applied(a.shape)}, {"B", facts.applied(b.shape)}, arguments);
    return facts.empty() ? "names no fact" : "";
  } catch (const Error& error) {
    return error.message;
  }
}

// What is wrong with the hints of one command that was refused.
std::string defect_of(const Lines& hints, const Operation& operation, const Operand& a, const Operand& b,
                      const Arguments& arguments) {
  if (hints.size() > most_hints) return "too many";
  std::set<std::string> shapes;
  for (const std::string& hint : hints) {
    if (hint.starts_with("equal only if ")) {
      const std::string defect = defect_of_facts(hint, operation, a, b, arguments);
      if (!defect.empty()) return hint + ": " + defect;
      continue;
    }
    const std::string defect = defect_of(hint);
    if (!defect.empty()) return hint + ": " + defect;
    const std::size_t gives = hint.rfind(" gives ");
    if (!shapes.insert(hint.substr(gives, hint.find(": ", gives) - gives)).second)
      return hint + ": the second to give this";
  }
  return "";
}

}  // namespace

TEST_CASE("every hint on small shapes is legal and gives what it says") {
  const std::vector<std::pair<std::string, std::string>> commands = {{"dot", ""},
                                                                     {"matmul", ""},
                                                                     {"matmul", "--transpose-a"},
                                                                     {"matmul", "--adjoint-b"},
                                                                     {"batch_dot", ""},
                                                                     {"batch_dot", "--axes 1"},
                                                                     {"batch_dot", "--axes -1,1"},
                                                                     {"batch_dot", "--keras 3"},
                                                                     {"batch_dot", "--axes 2,1 --keras 3"},
                                                                     {"tensordot", ""},
                                                                     {"tensordot", "--axes 1"},
                                                                     {"inner", ""},
                                                                     {"vecdot", ""},
                                                                     {"vecdot", "--axis 0"},
                                                                     {"matvec", ""},
                                                                     {"vecmat", ""},
                                                                     {"vdot", ""},
                                                                     {"tensordot", "--axes-a 0 --axes-b 1"}};
  std::vector<Shape> shapes = {{2, 3, 4, 5}, {2, 3, 5, 4},         {2, 5, 4, 3},       {4, 3},
                               {5},          {Dim::named("B"), 3}, {2, Dim::unknown()}};
  for (const auto& extents : test::small_shapes(3, 2)) shapes.emplace_back(extents);
  std::string defects;
  int hints = 0;
  std::size_t cases = 0;
  for (const auto& [name, options] : commands) {
    const Operation& operation = *find_operation(name);
    const Arguments arguments = test::arguments_from(operation, options);
    for (const Shape& a : shapes) {
      for (const Shape& b : shapes) {
        if (!test::is_tried(cases++)) continue;
        try {
          apply(operation, typed(a, "A"), typed(b, "B"), arguments);
        } catch (const Error& error) {
          hints += static_cast<int>(error.hints.size());
          const std::string defect =
              defect_of(test::hints_of(error), operation, typed(a, "A"), typed(b, "B"), arguments);
          if (!defect.empty())
            defects += name + " " + a.text() + " " + b.text() + " " + options + ": " + defect + "\n";
        }
      }
    }
  }
  CHECK(defects == "");
  CHECK(hints > (test::sampled ? 150 : 1000));
}

TEST_CASE("hints come nearest first: other options, the operands swapped, another operation, other axes") {
  struct Row {
    std::string operation, a, b, options;
    Lines hints;
  };
  for (const Row& row : std::vector<Row>{
           {"dot",
            "(3,4,5,2)",
            "(2,5,3,7)",
            "",
            {"tensordot A B --axes-a 3 --axes-b 0 is legal and gives (3, 4, 5, 5, 3, 7)"}},
           {"dot", "(2,3)", "(5,2)", "", {"dot B A is legal and gives (5, 3)"}},
           {"dot", "(2,3)", "(4,3)", "", {"matmul A B --transpose-b is legal and gives (2, 4)"}},
           {"dot", "(3,2)", "(3,4)", "", {"matmul A B --transpose-a is legal and gives (2, 4)"}},
           {"dot", "(2,3,4)", "(7,5,4)", "", {"inner A B is legal and gives (2, 3, 7, 5)"}},
           {"inner", "(2,3)", "(3,4)", "", {"dot A B is legal and gives (2, 4)"}},
           {"matvec", "(3,)", "(5,3,4)", "", {"dot A B is legal and gives (5, 4)"}},
           {"vecdot",
            "(5,3)",
            "(3,5)",
            "",
            {"dot A B is legal and gives (5, 5)", "batch_dot A B is legal and gives (5, 1)"}},
           {"matmul", "(2,3)", "(4,3)", "", {"matmul A B --transpose-b is legal and gives (2, 4)"}},
           {"matmul", "(3,2)", "(3,4)", "", {"matmul A B --transpose-a is legal and gives (2, 4)"}},
           {"matmul",
            "(3,2)",
            "(4,3)",
            "",
            {"matmul A B --transpose-a --transpose-b is legal and gives (2, 4)",
             "matmul B A is legal and gives (4, 2)"}},
           {"matmul", "(2,3)", "(3,4)", "--transpose-b", {"matmul A B is legal and gives (2, 4)"}},
           {"matmul",
            "(200,50,40)",
            "(200,40)",
            "",
            {"matvec A B is legal and gives (200, 50)",
             "matmul A B --transpose-b is legal and gives (200, 50, 200)"}},
           {"matmul", "(5,3,2)", "(4,2,3)", "", {"dot A B is legal and gives (5, 3, 4, 3)"}},
           {"matmul", "()", "(2,3)", "", {"dot A B is legal and gives (2, 3)"}},
           {"tensordot", "(3,)", "(3,)", "", {"dot A B is legal and gives ()"}},
       }) {
    INFO(row.operation << " " << row.a << " " << row.b << " " << row.options);
    CHECK(hints_of(row.operation, row.a, row.b, row.options) == row.hints);
  }
}

TEST_CASE("batch_dot proposes the same axes by the other Keras before anything else") {
  CHECK(hints_of("batch_dot", "(2,3,4,5)", "(2,6,5,7)", "--axes 3,2") ==
        Lines{"batch_dot A B --axes 3,2 --keras 3 is legal and gives (2, 3, 4, 6, 7)",
              "dot A B is legal and gives (2, 3, 4, 2, 6, 7)"});
  CHECK(hints_of("batch_dot", "(2,3,4,5)", "(2,3,6,7)", "--axes 1") ==
        Lines{"batch_dot A B --axes 1 --keras 3 is legal and gives (2, 4, 5, 6, 7)"});
  CHECK(hints_of("batch_dot", "(7,4)", "(7,4)").front() ==
        "batch_dot A B --keras 3 is legal and gives (7, 1)");
  CHECK(hints_of("batch_dot", "(32,20)", "(20,32)", "--axes 0,1 --keras 3").front() ==
        "batch_dot A B --axes 0,1 --keras 2.2.4 is legal and gives (20, 1)");
}

TEST_CASE("nothing is proposed where nothing legal is near") {
  CHECK(hints_of("dot", "(2,3)", "(4,5)").empty());
  CHECK(hints_of("dot", "(3,)", "(4,)").empty());
  CHECK(hints_of("matmul", "(2,1)", "(3,4)").empty());
  CHECK(hints_of("matmul", "(2,3,4)", "(3,5,6)").empty());
  CHECK(hints_of("batch_dot", "(4,2,3)", "(5,6,7)").empty());
}

TEST_CASE("contradicting options and sizes that overflow get no hints of other operations") {
  const Operation& matmul = *find_operation("matmul");
  const Arguments both = {{"transpose-a", true}, {"adjoint-a", true}};
  try {
    apply(matmul, {"A", {2, 3}}, {"B", {3, 4}}, both);
    FAIL("it was accepted");
  } catch (const Error& error) {
    CHECK(error.kind == ErrorKind::usage);
    CHECK(error.hints.empty());
  }
  CHECK(hints_of("dot", "(1099511627776,0)", "(0,1099511627776)").empty());
}

namespace {

// As opened files and typed shapes come to the rules.
Operand file(const std::string& word, const Shape& shape) { return {word, shape, Dtype::float32, word}; }

}  // namespace

TEST_CASE("a reshape or a slice is proposed where sizes nearly meet, with the whole command") {
  const Operation& matmul = *find_operation("matmul");
  const auto hints = [&](const Operand& a, const Operand& b) {
    Lines lines;
    for (const CallHint& call : legal_alternatives(matmul, a, b, {})) lines.push_back(app::shell_text(call));
    return lines;
  };
  CHECK(hints(typed({32, 512}, "A"), typed({128, 10}, "B")) ==
        Lines{"tcalc matmul 32,4,128 128,10 is legal and gives (32, 4, 10): A reshaped"});
  CHECK(hints(typed({64, 16, 4, 4}, "A"), typed({256, 10}, "B")) ==
        Lines{"tcalc matmul 64,256 256,10 is legal and gives (64, 10): A reshaped"});
  CHECK(hints(typed({128, 512}, "A"), typed({2048, 4096}, "B")) ==
        Lines{"tcalc matmul 32,2048 2048,4096 is legal and gives (32, 4096): A reshaped",
              "tcalc matmul 128,512 4,512,4096 is legal and gives (4, 128, 4096): B reshaped"});
  CHECK(hints(typed({5, 65}, "A"), typed({64, 10}, "B")) ==
        Lines{"tcalc matmul 5,64 64,10 is legal and gives (5, 10): A without its last element"});
  CHECK(hints(file("a.npy", {32, 512}), file("b.npy", {128, 10})) ==
        Lines{"tcalc convert a.npy --reshape 32,4,128 -o - | tcalc matmul - b.npy is legal and gives (32, 4, "
              "10): "
              "a.npy reshaped"});
  CHECK(hints(file("a.npy", {5, 64}), file("'my b.npy'", {65, 10})) ==
        Lines{"tcalc matmul a.npy 'my b.npy[:64,:]' is legal and gives (5, 10): 'my b.npy' without its last "
              "element"});
  CHECK(hints(file("a.npy", {32, 512}), file("-", {128, 10})).empty());  // both would be on standard input
  CHECK(hints({"q", {32, 512}}, {"k", {128, 10}}).empty());              // names of a program's lines
}

TEST_CASE("nine of ten mismatches that people asked about get the shape that they wanted") {
  std::ifstream file(TCALC_SOURCE_DIR "/tests/cases/mismatches.txt");
  int rows = 0, given = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    const std::vector<std::string> columns = test::columns_of(line);
    REQUIRE(columns.size() == 5);
    INFO(line);
    const bool hopeless = columns[4].starts_with("- ");
    const std::string wanted = hopeless ? columns[4].substr(2) : columns[4];
    const Operation& operation = *find_operation(columns[0]);
    const Operand a = typed(test::shape_from(columns[1]), "A");
    const Operand b = typed(test::shape_from(columns[2]), "B");
    const Arguments arguments = test::arguments_from(operation, columns[3]);
    bool found = false;
    try {
      const Outcome outcome = apply(operation, a, b, arguments);
      CHECK(outcome.shape.text() != wanted);
    } catch (const Error& error) {
      CHECK(defect_of(test::hints_of(error), operation, a, b, arguments) == "");
      for (const std::string& hint : test::hints_of(error))
        found = found || (hint + ":").find(" gives " + wanted + ":") != std::string::npos;
    }
    found = found || make_table(a, b, {}, test::shape_from(wanted)).gives_wanted();
    CHECK(found == !hopeless);
    ++rows;
    given += found ? 1 : 0;
  }
  CHECK(rows >= 50);
  CHECK(given * 10 >= rows * 9);
}

TEST_CASE("a hint is typed with the words of the operands, not their names") {
  const Operation& dot = *find_operation("dot");
  const Operand a = {"weights.npy", {2, 3}, {}, "./weights.npy"};
  const Operand b = {"standard input", {5, 2}, {}, "-"};
  const std::vector<CallHint> calls = legal_alternatives(dot, a, b, {});
  REQUIRE(calls.size() == 1);
  CHECK(app::shell_text(calls[0]) == "tcalc dot - ./weights.npy is legal and gives (5, 3)");
}

TEST_CASE("what proposes itself is not the command that was refused") {
  // Legal, and so the first that could be proposed: only other shapes are.
  const Operation& matmul = *find_operation("matmul");
  for (const CallHint& call : legal_alternatives(matmul, {"A", {3, 3}}, {"B", {3, 3}}, {}))
    CHECK(app::shell_text(call).find("matmul A B is legal") == std::string::npos);
}
