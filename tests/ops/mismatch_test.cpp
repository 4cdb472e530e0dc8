// Whole error texts: the line that stands on its own, and the lines that show it.
#include <string>
#include <tests/support/case_table.hpp>
#include <tests/support/catch.hpp>
#include <tests/support/shapes.hpp>
#include <tests/support/shown.hpp>
#include <vector>

#include <tcalc/core/error.hpp>
#include <tcalc/ops/mismatch.hpp>
#include <tcalc/ops/registry.hpp>

using namespace tcalc;

namespace {

std::string joined(const Error& error) {
  std::string text = error.message;
  for (const std::string& line : test::details_of(error)) text += "\n" + line;
  for (const std::string& line : test::hints_of(error)) text += "\nhint: " + line;
  return text;
}

// Message, details and hints, a line each.
std::string error_of(const std::string& operation, const Operand& a, const Operand& b,
                     const std::string& options = {}) {
  const Operation& found = *find_operation(operation);
  try {
    apply(found, a, b, test::arguments_from(found, options));
  } catch (const Error& error) {
    return joined(error);
  }
  return "legal";
}

std::string error_of(const std::string& operation, const std::string& a, const std::string& b,
                     const std::string& options = {}) {
  return error_of(operation, Operand{"A", test::shape_from(a)}, Operand{"B", test::shape_from(b)}, options);
}

}  // namespace

TEST_CASE("the classic mistake of dot is shown on the shapes as typed, as matrices, and with a way out") {
  CHECK(error_of("dot", "(3,4,5,2)", "(2,5,3,7)") ==
        "dot: Dimensions must be equal, but are 2 and 3: axis 3 of A and axis 2 of B\n"
        "A  (3, 4, 5, 2)\n"
        "             ^\n"
        "B  (2, 5, 3, 7)\n"
        "          ^\n"
        "as matrices: (60, 2) x (3, 70)\n"
        "hint: tensordot A B --axes-a 3 --axes-b 0 is legal and gives (3, 4, 5, 5, 3, 7)");
}

TEST_CASE("matrices are shown only where they are not the operands themselves") {
  CHECK(error_of("dot", "(2,3)", "(4,5)") ==
        "dot: Dimensions must be equal, but are 3 and 4: axis 1 of A and axis 0 of B\n"
        "A  (2, 3)\n"
        "       ^\n"
        "B  (4, 5)\n"
        "    ^");
  CHECK(error_of("dot", "(3,)", "(4,)") ==
        "dot: Dimensions must be equal, but are 3 and 4: axis 0 of A and axis 0 of B\n"
        "A  (3,)\n"
        "    ^\n"
        "B  (4,)\n"
        "    ^");
  CHECK(error_of("matmul", "(3,)", "(4,5)") ==
        "matmul: Dimensions must be equal, but are 3 and 4: axis 0 of A and axis 0 of B\n"
        "A  (3,)\n"
        "    ^\n"
        "B  (4, 5)\n"
        "    ^\n"
        "as matrices: (1, 3) x (4, 5)");
  CHECK(error_of("matmul", "(2,3)", "(4,5)", "--transpose-a") ==
        "matmul: Dimensions must be equal, but are 2 and 4: axis 0 of A and axis 0 of B\n"
        "A  (2, 3)\n"
        "    ^\n"
        "B  (4, 5)\n"
        "    ^\n"
        "as matrices: (3, 2) x (4, 5)");
}

TEST_CASE("carets stand below the last character of a size") {
  CHECK(error_of("matmul", "(10,200,30)", "(10,40,500)") ==
        "matmul: Dimensions must be equal, but are 30 and 40: axis 2 of A and axis 1 of B\n"
        "A  (10, 200, 30)\n"
        "              ^\n"
        "B  (10, 40, 500)\n"
        "         ^\n"
        "as matrices: (200, 30) x (40, 500)");
}

TEST_CASE("every violated rule is listed, and every axis of them marked") {
  CHECK(error_of("matmul", "(2,3,4)", "(3,5,6)") ==
        "matmul: Dimensions must be equal, but are 4 and 5: axis 2 of A and axis 1 of B\n"
        "also: Batch dimensions must be equal, but are 2 and 3: axis 0 of A and axis 0 of B (only a 1 is "
        "broadcast)\n"
        "A  (2, 3, 4)\n"
        "    ^     ^\n"
        "B  (3, 5, 6)\n"
        "    ^  ^\n"
        "as matrices: (3, 4) x (5, 6)");
  CHECK(error_of("matmul", "(2,9,7,3,4)", "(8,6,5,6)") ==
        "matmul: Dimensions must be equal, but are 4 and 5: axis 4 of A and axis 2 of B\n"
        "also: Batch dimensions must be equal, but are 9 and 8: axis 1 of A and axis 0 of B (only a 1 is "
        "broadcast)\n"
        "also: Batch dimensions must be equal, but are 7 and 6: axis 2 of A and axis 1 of B (only a 1 is "
        "broadcast)\n"
        "A  (2, 9, 7, 3, 4)\n"
        "       ^  ^     ^\n"
        "B  (8, 6, 5, 6)\n"
        "    ^  ^  ^\n"
        "as matrices: (3, 4) x (5, 6)");
  CHECK(error_of("matmul", "()", "()") ==
        "matmul: operands need at least 1 axis, but A is 0-D\n"
        "also: operands need at least 1 axis, but B is 0-D\n"
        "A  ()\n"
        "B  ()\n"
        "hint: dot A B is legal and gives ()");
  CHECK(error_of("batch_dot", "(4,2,3)", "(5,6,7)") ==
        "batch_dot: Batch sizes must be equal, but are 4 and 5: axis 0 of A and axis 0 of B\n"
        "also: Dimensions must be equal, but are 3 and 6: axis 2 of A and axis 1 of B\n"
        "A  (4, 2, 3)\n"
        "    ^     ^\n"
        "B  (5, 6, 7)\n"
        "    ^  ^");
  CHECK(error_of("tensordot", "(3,4)", "(5,6)", "--axes-a 0,-2,7 --axes-b 5,0") ==
        "tensordot: the lists of axes must be of equal length, but have 3 and 2\n"
        "also: axis 0 of A is given twice\n"
        "also: axis 7 of A is out of range: A has 2 axes, numbered -2 to 1\n"
        "also: axis 5 of B is out of range: B has 2 axes, numbered -2 to 1\n"
        "A  (3, 4)\n"
        "B  (5, 6)");
  CHECK(error_of("tensordot", "(3,4)", "(5,6)", "--axes-a 0,1 --axes-b 1,0") ==
        "tensordot: Dimensions must be equal, but are 3 and 6: axis 0 of A and axis 1 of B\n"
        "also: Dimensions must be equal, but are 4 and 5: axis 1 of A and axis 0 of B\n"
        "A  (3, 4)\n"
        "    ^  ^\n"
        "B  (5, 6)\n"
        "    ^  ^");
}

TEST_CASE("the batch axis that may not be contracted is marked") {
  CHECK(error_of("batch_dot", "(3,4)", "(3,5)", "--axes 0 --keras 3") ==
        "batch_dot: axis 0 of A is the batch axis and cannot be contracted\n"
        "also: axis 0 of B is the batch axis and cannot be contracted\n"
        "A  (3, 4)\n"
        "    ^\n"
        "B  (3, 5)\n"
        "    ^\n"
        "hint: matmul A B --transpose-a is legal and gives (4, 5)");
  CHECK(error_of("batch_dot", "(2,3,4,5)", "(2,3,5,6)", "--axes 1") ==
        "batch_dot: axis 1 of A is a batch axis: up to Keras 2.2.4 only axis 2 or 3 can be contracted (old "
        "Keras silently took axis 2)\n"
        "also: axis 1 of B is a batch axis: up to Keras 2.2.4 only axis 2 or 3 can be contracted (old Keras "
        "silently took axis 2)\n"
        "A  (2, 3, 4, 5)\n"
        "       ^\n"
        "B  (2, 3, 5, 6)\n"
        "       ^\n"
        "hint: batch_dot A B --axes 1 --keras 3 is legal and gives (2, 4, 5, 5, 6)\n"
        "hint: batch_dot A B --keras 3 is legal and gives (2, 3, 4, 3, 6)\n"
        "hint: batch_dot A B is legal and gives (2, 3, 4, 6)");
}

TEST_CASE("dims that are not numbers may differ, they do not do so for sure") {
  CHECK(error_of("dot", "(B,T,64)", "(B,K)") ==
        "dot: Dimensions must be equal, but 64 and B may differ: axis 2 of A and axis 0 of B\n"
        "A  (B, T, 64)\n"
        "           ^\n"
        "B  (B, K)\n"
        "    ^\n"
        "as matrices: (B*T, 64) x (B, K)\n"
        "hint: tensordot A B --axes-a 0 --axes-b 0 is legal and gives (T, 64, K)\n"
        "hint: equal only if B == 64: --require 'B == 64'");
  CHECK(error_of("matmul", "(batch,2,3)", "(time,3,5)") ==
        "matmul: Batch dimensions must be equal, but batch and time may differ: axis 0 of A and axis 0 of B "
        "(only a 1 is broadcast)\n"
        "A  (batch, 2, 3)\n"
        "        ^\n"
        "B  (time, 3, 5)\n"
        "       ^\n"
        "as matrices: (2, 3) x (3, 5)\n"
        "hint: dot A B is legal and gives (batch, 2, time, 5)\n"
        "hint: equal only if batch == time: --require 'batch == time'");
}

TEST_CASE("operands are called by their names, and told apart where they have the same") {
  const Operand weights = {"weights.npy", test::shape_from("(2,3)")};
  CHECK(error_of("dot", weights, {"x", test::shape_from("(5,7)")}) ==
        "dot: Dimensions must be equal, but are 3 and 5: axis 1 of weights.npy and axis 0 of x\n"
        "weights.npy  (2, 3)\n"
        "                 ^\n"
        "x            (5, 7)\n"
        "              ^");
  CHECK(error_of("dot", weights, weights) ==
        "dot: Dimensions must be equal, but are 3 and 2: axis 1 of A (weights.npy) and axis 0 of B "
        "(weights.npy)\n"
        "A (weights.npy)  (2, 3)\n"
        "                     ^\n"
        "B (weights.npy)  (2, 3)\n"
        "                  ^\n"
        "hint: matmul weights.npy weights.npy --transpose-b is legal and gives (2, 2)\n"
        "hint: matmul weights.npy weights.npy --transpose-a is legal and gives (3, 3)\n"
        "hint: vecdot weights.npy weights.npy is legal and gives (2,)");
  CHECK(error_of("batch_dot", {"x", test::shape_from("(3,)")}, {"x", test::shape_from("(3,)")}) ==
        "batch_dot: operands need at least 2 axes, a batch and one more, but A (x) is 1-D\n"
        "also: operands need at least 2 axes, a batch and one more, but B (x) is 1-D\n"
        "A (x)  (3,)\n"
        "B (x)  (3,)\n"
        "hint: dot x x is legal and gives ()");
}

TEST_CASE("facts are gathered until they are raised") {
  const Operand a = {"A", {2, 3}};
  const Operand b = {"B", {2, 4}};
  Mismatch mismatch("try", a, b);
  mismatch.require_equal(0, 0);
  mismatch.show("never seen");
  CHECK_FALSE(mismatch.any());
  CHECK_NOTHROW(mismatch.raise_if_any());
  mismatch.require_equal(1, 1, "Rows", "a remark");
  mismatch.add("a fact of its own", {{1, 0}});
  CHECK(mismatch.any());
  try {
    mismatch.raise_if_any();
    FAIL("nothing was thrown");
  } catch (const Error& error) {
    CHECK(error.kind == ErrorKind::mismatch);
    CHECK(joined(error) ==
          "try: Rows must be equal, but are 3 and 4: axis 1 of A and axis 1 of B (a remark)\n"
          "also: a fact of its own\n"
          "A  (2, 3)\n"
          "       ^\n"
          "B  (2, 4)\n"
          "    ^  ^\n"
          "never seen");
  }
}

TEST_CASE("a product of dims is a number, or its factors where one is not") {
  const auto text = [](const std::string& shape, const std::vector<int>& axes) {
    return product_text(test::shape_from(shape), axes);
  };
  CHECK(text("(3,4,5)", {0, 1, 2}) == "60");
  CHECK(text("(3,4,5)", {}) == "1");
  CHECK(text("(3,0,5)", {0, 1}) == "0");
  CHECK(text("(B,4,T)", {0, 1, 2}) == "4*B*T");
  CHECK(text("(B,4,T)", {0, 2}) == "B*T");
  CHECK(text("(B,1,?)", {0, 1, 2}) == "B*?");
}
