// The table of frameworks: published rules row by row, and that what it says of tcalc is true.
#include <chrono>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <tests/support/case_table.hpp>
#include <tests/support/catch.hpp>
#include <tests/support/shapes.hpp>
#include <vector>

#include <tcalc/frameworks/einsum_search.hpp>
#include <tcalc/frameworks/text.hpp>
#include <tcalc/ops/einsum.hpp>
#include <tcalc/ops/registry.hpp>
#include <tcalc/text/operand.hpp>

using namespace tcalc;

namespace {

const Framework& framework_called(std::string_view title) {
  for (const Framework& framework : frameworks()) {
    if (title_of(framework, {}) == title) return framework;
  }
  throw std::invalid_argument("no such framework: " + std::string(title));
}

Operand operand(const std::string& name, const std::string& shape) {
  return {name, test::shape_from(shape), {}, {}};
}

}  // namespace

TEST_CASE("every published example gives what its framework gave") {
  std::ifstream file(std::string(TCALC_SOURCE_DIR) + "/tests/cases/frameworks.txt");
  int rows = 0;
  const std::string refused = "refused: ";
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    const std::vector<std::string> columns = test::columns_of(line);
    REQUIRE(columns.size() == 5);
    FrameworkOptions options;
    if (!columns[3].empty()) options.axes = text::parse_integers(columns[3], "axes");
    INFO(line);
    const FrameworkAnswer answer =
        framework_called(columns[0]).answer(operand("A", columns[1]), operand("B", columns[2]), options);
    if (columns[4].starts_with(refused)) {
      CHECK_FALSE(answer.contraction.has_value());
      INFO(answer.refusal);
      CHECK(answer.refusal.find(columns[4].substr(refused.size())) != std::string::npos);
    } else {
      INFO(answer.refusal);
      REQUIRE(answer.contraction.has_value());
      CHECK(answer.shape()->text() == columns[4]);
    }
    ++rows;
  }
  CHECK(rows > 200);
}

TEST_CASE("on all small shapes a row is a result or a refusal, and its einsum gives the result") {
  const auto shapes = test::small_shapes(3, 2);
  std::string wrong;
  for (const Framework& framework : frameworks()) {
    int legal = 0;
    for (const auto& extents_a : shapes) {
      for (const auto& extents_b : shapes) {
        const std::vector<Operand> operands = {{"A", Shape(extents_a), {}, {}},
                                               {"B", Shape(extents_b), {}, {}}};
        const FrameworkAnswer answer = framework.answer(operands[0], operands[1], {});
        if (!answer.contraction) {
          if (answer.refusal.empty()) wrong += std::string(framework.name) + " refuses without a word\n";
          continue;
        }
        ++legal;
        std::string spec = numpy_einsum(*answer.contraction);
        const std::size_t appended = spec.find(" (1 appended)");
        Dims dims = einsum(spec.substr(0, appended), operands).shape.dims();
        if (appended != std::string::npos) dims.emplace_back(1);
        if (dims != answer.shape()->dims())
          wrong += std::string(framework.name) + " " + operands[0].shape.text() + " " +
                   operands[1].shape.text() + "\n";
      }
    }
    CHECK(legal > 0);
  }
  CHECK(wrong == "");
}

TEST_CASE("a command of the table gives the shape beside it") {
  for (const auto& [a, b] : std::vector<std::pair<std::string, std::string>>{{"(2,3,4)", "(2,4,5)"},
                                                                             {"(2,3)", "(3,4)"},
                                                                             {"(4,2,3)", "(4,3)"},
                                                                             {"(3)", "(3)"},
                                                                             {"(7,4)", "(7,4)"}}) {
    const Operand x = operand("A", a);
    const Operand y = operand("B", b);
    for (const FrameworkRow& row : make_table(x, y, {}, std::nullopt).rows) {
      const OwnCall& call = row.answer.call;
      if (!row.answer.contraction || call.operation.empty()) continue;
      CAPTURE(a, b, row.title, call.operation);
      const Operation* operation = find_operation(call.operation);
      REQUIRE(operation != nullptr);
      Arguments arguments;
      for (const auto& [option, value] : call.arguments)
        std::visit([&, &name = option](const auto& own) { arguments[name] = own; }, value);
      const Outcome outcome = apply(*operation, x, y, arguments);
      CHECK(outcome.shape == *row.answer.shape());
      CHECK(numpy_einsum(contraction_of(outcome)) == numpy_einsum(*row.answer.contraction));
    }
  }
}

TEST_CASE("transpositions that would give a shape are found, the nearest first") {
  const Operand a = operand("A", "(2,3)");
  const Operand b = operand("B", "(4,3)");
  const Framework& matmul = framework_called("numpy.matmul");
  const auto found = transposition_for(matmul, a, b, {}, Shape({2, 4}));
  REQUIRE(found.has_value());
  CHECK(found->a == std::vector<int>{0, 1});
  CHECK(found->b == std::vector<int>{1, 0});
  const auto call = call_of(found->answer, a, b);
  REQUIRE(call);
  CHECK(call->operation == "einsum");
  CHECK(call->leading_word == "ab,cb->ac");
  CHECK(call->operands.at(0).word == "A");
  CHECK(call->operands.at(1).word == "B");
  CHECK(call->arguments.empty());
  CHECK_FALSE(transposition_for(matmul, a, b, {}, Shape({2, 5})).has_value());
  CHECK_FALSE(transposition_for(matmul, a, b, {}, Shape({4, 4})).has_value());
  const Operand stack = operand("A", "(5,3,2,7)");
  const Operand other = operand("B", "(3,5,7,4)");
  const auto exchanged = transposition_for(matmul, stack, other, {}, Shape({5, 3, 2, 4}));
  REQUIRE(exchanged.has_value());
  CHECK(exchanged->b == std::vector<int>{1, 0, 2, 3});
}

namespace {

std::string repeated(const std::string& text, int times) {
  std::string result;
  for (int i = 0; i < times; ++i) result += text;
  return result;
}

std::vector<std::string> einsums(const std::string& a, const std::string& b, const std::string& wanted) {
  const Operand x = operand("A", a);
  const Operand y = operand("B", b);
  std::vector<std::string> texts;
  for (const Contraction& contraction : einsums_giving(x, y, test::shape_from(wanted))) {
    CHECK(Shape(contraction.result_dims()) == test::shape_from(wanted));
    std::string text = einsum_text(contraction);
    for (const std::string& axis : summed_alone(contraction, x, y)) text += ", " + axis;
    texts.push_back(text);
  }
  return texts;
}

}  // namespace

TEST_CASE("every einsum of two operands is searched for the shape that is wanted, the nearest first") {
  using Texts = std::vector<std::string>;
  CHECK(einsums("(8,5)", "(8,5)", "(8,5,5)").front() == "ab,ac->abc");
  CHECK(einsums("(3)", "(4)", "(3,4)") == Texts{"a,b->ab"});
  CHECK(einsums("(3)", "(4)", "(4,3)") == Texts{"a,b->ba"});
  CHECK(einsums("(2,3,8)", "(3,4,8)", "(2,4,8)") == Texts{"abc,bdc->adc"});  // the batch comes last
  CHECK(einsums("(2,3)", "(4,3)", "(4,2)") == Texts{"ab,cb->ca"});
  CHECK(einsums("(3,3)", "(3,3)", "(3,3)") == Texts{"ab,ab->ab", "ab,cb->ac", "ab,bc->ac"});
  CHECK(einsums("(643,2890,10)", "(643)", "(2890,10)") == Texts{"abc,a->bc"});
  CHECK(einsums("(5,6)", "(5)", "(5)") == Texts{"ab,a->a, axis 1 of A"});
  CHECK(einsums("(5,1)", "(2)", "(5,2)") == Texts{"ab,c->ac", "ab,b->ab"});
  CHECK(einsums("(B,T,64)", "(B,S,64)", "(B,T,S)") == Texts{"abc,adc->abd"});
  CHECK(einsums("(2,3)", "(4,5)", "(2,5)").empty());  // 3 and 4 would be summed apart
  CHECK(einsums("(2,3)", "(3,4)", "(2,3,3,4,1)").empty());
}

TEST_CASE("a wanted shape of many axes is answered in time", "[time]") {
  const std::string twos = "(" + repeated("2,", 24) + ")";
  const std::string ones = "(" + repeated("1,", 64) + ")";
  for (const std::string& shape : {twos, ones}) {
    const Operand a = operand("A", shape);
    const auto begin = std::chrono::steady_clock::now();
    CHECK(make_table(a, a, {}, test::shape_from(shape)).gives_wanted());
    CHECK_FALSE(make_table(a, a, {}, Shape({7})).gives_wanted());
    CHECK_FALSE(make_table(a, a, {}, Shape({2, 1, 2})).gives_wanted());
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::minutes(2));  // it took hours
  }
}

TEST_CASE("what old Keras refused for its negative axes names what takes them") {
  const Framework& old = framework_called("keras.backend.batch_dot, up to 2.2.4");
  const Operand a = operand("A", "(2,3,4)");
  const Operand b = operand("B", "(2,4,5)");
  FrameworkOptions options;
  options.axes = {-1, -2};
  const FrameworkAnswer answer = old.answer(a, b, options);
  CHECK_FALSE(answer.contraction.has_value());
  const auto call = call_of(answer, a, b);
  REQUIRE(call);
  CHECK(call->operation == "batch_dot");
  CHECK(call->arguments == std::vector<CallArgument>{{"axes", std::vector<std::int64_t>{-1, -2}}});
  options.axes = {0, 1};
  CHECK_FALSE(call_of(old.answer(a, b, options), a, b));
}

TEST_CASE("einsum has NumPy's, PyTorch's and JAX's rules and words") {
  const auto answers = [](const std::string& spec, const std::string& a, const std::string& b) {
    FrameworkOptions options;
    options.einsum = spec;
    std::vector<std::string> texts;
    for (const Framework& framework : einsum_frameworks()) {
      const FrameworkAnswer answer = framework.answer(operand("A", a), operand("B", b), options);
      texts.push_back(answer.contraction ? answer.shape()->text() : answer.refusal);
    }
    return texts;
  };
  using Texts = std::vector<std::string>;
  CHECK(answers("ij,jk->ik", "(2,1)", "(3,4)") == Texts{"(2, 4)", "(2, 4)", "(2, 4)"});
  CHECK(answers("ij,jk->ik", "(2,3)", "(4,5)") ==
        Texts{"operands could not be broadcast together with remapped shapes [original->remapped]: "
              "(2,3)->(2,newaxis,3) (4,5)->(5,4)",
              "einsum(): subscript j has size 4 for operand 1 which does not broadcast with previously seen "
              "size 3",
              "Size of label 'j' for operand 1 (3) does not match previous terms (4)."});
  CHECK(answers("ii,i->i", "(3,2)", "(3)") ==
        Texts{"dimensions in operand 0 for collapsing index 'i' don't match (3 != 2)",
              "einsum(): subscript i is repeated for operand 0 but the sizes don't match, 2 != 3",
              "Size of label 'i' for operand 0 (3) does not match previous terms (2)."});
  CHECK(answers("ij,jk->ik", "(2)", "(4,5)") ==
        Texts{"einstein sum subscripts string contains too many subscripts for operand 0",
              "einsum(): the number of subscripts in the equation (2) does not match the number of "
              "dimensions (1) "
              "for operand 0 and no ellipsis was given",
              "Einstein sum subscript 'ij' does not contain the correct number of indices for operand 0."});
  // The axes of an ellipsis that the output drops.
  CHECK(answers("...ij,jk->ik", "(7,2,3)", "(3,5)") ==
        Texts{"output has more dimensions than subscripts given in einstein sum, but no '...' ellipsis "
              "provided to "
              "broadcast the extra dimensions.",
              "(2, 5)", "(2, 5)"});
}

TEST_CASE("a result of more axes than there can be is a refusal, not a command that fails") {
  std::string many = "2";
  for (int axis = 1; axis < 40; ++axis) many += ",1";
  const FrameworkTable table =
      make_table(operand("A", many + ",3"), operand("B", many + ",3,2"), {}, std::nullopt);
  for (const FrameworkRow& row : table.rows) {
    if (row.title != "numpy.dot") continue;
    CHECK_FALSE(row.answer.contraction.has_value());
    CHECK(row.answer.refusal == "result rank 81 exceeds 64");
  }
}

TEST_CASE("what is wanted is marked, and an unknown dim may be any size") {
  CHECK(is_wanted(Shape({2, Dim::unknown()}), Shape({2, 5})));
  CHECK(is_wanted(Shape({Dim::named("B"), 5}), Shape({Dim::named("B"), 5})));
  CHECK_FALSE(is_wanted(Shape({2, 5}), Shape({2, 5, 1})));
  CHECK_FALSE(is_wanted(Shape({2, 5}), Shape({5, 2})));
  const FrameworkTable table = make_table(operand("A", "(2,3)"), operand("B", "(4,3)"), {}, Shape({2, 4}));
  for (const FrameworkRow& row : table.rows) {
    CAPTURE(row.title);
    CHECK(row.wanted == (row.title == "numpy.inner" || row.title == "torch.nn.functional.linear"));
  }
}
