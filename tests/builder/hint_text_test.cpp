#include <string>
#include <tests/support/catch.hpp>
#include <tests/support/shown.hpp>

#include <tcalc/builder/hint_text.hpp>

using namespace tcalc;

namespace {

CallHint call_of(std::string operation, std::vector<CallArgument> arguments = {}) {
  CallHint call;
  call.operation = std::move(operation);
  call.operands = {{"x", "x.npy", true, {}, {}}, {"y", "y.npy", true, {}, {}}};
  call.arguments = std::move(arguments);
  call.shape = {"2", "B*T"};
  return call;
}

const std::vector<std::int64_t> one = {1}, two = {2, 1};
const std::string gives = " is legal and gives (2, B*T)";

}  // namespace

TEST_CASE("a call that is legal is said in the words of a shell and of an expression") {
  struct Row {
    CallHint call;
    std::string shell, expression;
  };
  CallHint einsum = call_of("einsum");
  einsum.leading_word = "ij,kj->ik";
  CallHint swapped = call_of("matmul");
  std::swap(swapped.operands[0], swapped.operands[1]);
  const Row rows[] = {
      {call_of("matmul"), "tcalc matmul x.npy y.npy", "x @ y"},
      {call_of("matmul", {{"transpose-b", true}}), "tcalc matmul x.npy y.npy --transpose-b", "x @ y.mT"},
      {call_of("matmul", {{"transpose-a", true}, {"transpose-b", true}}),
       "tcalc matmul x.npy y.npy --transpose-a --transpose-b", "x.mT @ y.mT"},
      {call_of("matmul", {{"adjoint-a", true}}), "tcalc matmul x.npy y.npy --adjoint-a",
       "matmul(x, y, adjoint_a=True)"},
      {swapped, "tcalc matmul y.npy x.npy", "y @ x"},
      {call_of("tensordot", {{"axes-a", one}, {"axes-b", one}}),
       "tcalc tensordot x.npy y.npy --axes-a 1 --axes-b 1", "tensordot(x, y, axes=([1], [1]))"},
      {call_of("batch_dot", {{"axes", two}, {"keras", std::string("3")}}),
       "tcalc batch_dot x.npy y.npy --axes 2,1 --keras 3", "batch_dot(x, y, axes=(2, 1), keras=3)"},
      {call_of("vecdot", {{"axis", one}}), "tcalc vecdot x.npy y.npy --axis 1", "vecdot(x, y, axis=1)"},
      {einsum, "tcalc einsum 'ij,kj->ik' x.npy y.npy", "einsum('ij,kj->ik', x, y)"},
  };
  for (const Row& row : rows) {
    CHECK(app::shell_text(row.call) == row.shell + gives);
    CHECK(expression::expression_text(row.call) == row.expression + gives);
  }
}

TEST_CASE("an operand that is changed comes through a pipe, as a slice, or as another shape") {
  CallHint call = call_of("dot");
  call.operands[0].reshaped = {"32", "4"};
  CHECK(app::shell_text(call) ==
        "tcalc convert x.npy --reshape 32,4 -o - | tcalc dot - y.npy" + gives + ": x reshaped");
  CHECK(expression::expression_text(call) == "dot(x.reshape(32, 4), y)" + gives);
  call.operands[0].has_values = false;
  CHECK(app::shell_text(call) == "tcalc dot 32,4 y.npy" + gives + ": x reshaped");
  call.operands[0] = {"x", "x.npy", true, {}, AxisStart{0, 2, 64}};
  CHECK(app::shell_text(call) == "tcalc dot 'x.npy[:64,:]' y.npy" + gives + ": x without its last element");
  CHECK(expression::expression_text(call) == "dot(x[:64], y)" + gives);
  call.operands[0].shortened = AxisStart{1, 3, 64};
  CHECK(app::shell_text(call) ==
        "tcalc dot 'x.npy[...,:64,:]' y.npy" + gives + ": x without its last element");
  CHECK(expression::expression_text(call) == "dot(x[..., :64, :], y)" + gives);
  call.operands[0].shortened = AxisStart{1, 2, 64};
  CHECK(expression::expression_text(call) == "dot(x[..., :64], y)" + gives);
  call.shape = std::nullopt;
  CHECK(expression::expression_text(call) == "dot(x[..., :64], y)");
}

TEST_CASE("what is transposed already is hinted at without that, and what ends in an operator in brackets") {
  struct Row {
    std::string name;
    int rank;
    std::string expression;
  };
  const Row rows[] = {
      {"b.T", 2, "a @ b"},
      {"b.T", 3, "a @ b.T.mT"},  // all axes are reversed
      {"transpose(b)[0]", 2, "a @ transpose(b)[0].mT"},
      {"b.mT", 3, "a @ b"},
      {"b[0].T", 2, "a @ b[0]"},
      {"b.transpose()", 2, "a @ b"},
      {"transpose(b)", 2, "a @ b"},
      {"np.transpose(b - c)", 2, "a @ (b - c)"},
      {"transpose(b, 1, 0)", 2, "a @ transpose(b, 1, 0).mT"},
      {"transpose(b) * transpose(c)", 2, "a @ (transpose(b) * transpose(c)).mT"},
      {"b*c.T", 2, "a @ (b*c.T).mT"},
      {"(b*c)", 2, "a @ (b*c).mT"},
  };
  for (const Row& row : rows) {
    CallHint call = call_of("matmul", {{"transpose-b", true}});
    call.operands = {{"a", "", true, {}, {}, 2}, {row.name, "", true, {}, {}, row.rank}};
    CHECK(expression::expression_text(call) == row.expression + gives);
  }
  CallHint swapped = call_of("matmul");
  swapped.operands = {{"c", "", true, {}, {}, 2}, {"a*b", "", true, {}, {}, 2}};
  CHECK(expression::expression_text(swapped) == "c @ (a*b)" + gives);
}

TEST_CASE("names without a word are a program's, and an option is spelled by who shows it") {
  CallHint call = call_of("dot");
  call.operands = {{"q", "", false, {}, {}}, {"k", "", false, {}, {}}};
  CHECK(app::shell_text(call) == "dot q k" + gives);
  CHECK(app::shell_text(OptionHint{"equal only if B == T: ", "require", "B == T", ""}) ==
        "equal only if B == T: --require 'B == T'");
  CHECK(app::shell_text(OptionHint{"", "dtype", "", " converts the operands first"}) ==
        "--dtype converts the operands first");
}

TEST_CASE("an option is a keyword of Python, its value a literal") {
  CHECK(expression::keyword_text("max-memory", "1G") == "max_memory='1G'");
  CHECK(expression::keyword_text("axes", "1,-2") == "axes=(1,-2)");
  CHECK(expression::keyword_text("axis", "-1") == "axis=-1");
  CHECK(expression::keyword_text("transpose-b", "") == "transpose_b");
}
