// Shapes of expressions over named dims, and the C++ API.
#include <string>
#include <tests/support/catch.hpp>
#include <tests/support/shown.hpp>

#include <tcalc/tcalc.hpp>

using namespace tcalc;

namespace {

std::string shape_of_text(const std::string& text, const std::vector<NamedShape>& shapes) {
  return infer(text, shapes).text();
}

std::string refusal(const std::string& text, const std::vector<NamedShape>& shapes) {
  try {
    infer(text, shapes);
  } catch (const Error& error) {
    std::string lines = error.message;
    for (const std::string& line : test::details_of(error)) lines += "\n" + line;
    for (const std::string& hint : test::hints_of(error)) lines += "\nhint: " + hint;
    return lines;
  }
  return "is accepted";
}

}  // namespace

TEST_CASE("names of dims are integers in a question of shapes") {
  CHECK(shape_of_text("x.reshape(B*T, D) @ w", {{"x", "B,T,D"}, {"w", "D,4*D"}}) == "(B*T, 4*D)");
  CHECK(shape_of_text("x.reshape(B, -1)", {{"x", "B,T,D"}}) == "(B, D*T)");
  CHECK(shape_of_text("softmax(q @ k.mT / sqrt(64)) @ v",
                      {{"q", "B,H,T,64"}, {"k", "B,H,T,64"}, {"v", "B,H,T,64"}}) == "(B, H, T, 64)");
  CHECK(shape_of_text("x[1:]", {{"x", "T,4"}}) == "(T-1, 4)");
  CHECK(shape_of_text("x[:, None, ::2]", {{"x", "3,T"}}) == "(3, 1, (T+1)//2)");
  CHECK(shape_of_text("concatenate((x, y), axis=1)", {{"x", "B,T"}, {"y", "B,3"}}) == "(B, T+3)");
  CHECK(shape_of_text("x.mean(axis=(0, 2), keepdims=True)", {{"x", "N,C,W"}}) == "(1, C, 1)");
  CHECK(shape_of_text("pad(x, ((0, 0), (1, 1)))", {{"x", "C,W"}}) == "(C, W+2)");
  CHECK(shape_of_text("sliding_window_view(pad(x, 1), 3)[::1]", {{"x", "W,"}}) == "(W, 3)");
  CHECK(shape_of_text("zeros((x.shape[0], max(T, 1)))", {{"x", "B,T"}}) == "(B, T)");
  CHECK(shape_of_text("arange(T)", {{"x", "T,2"}}) == "(T,)");
}

TEST_CASE("what values decide is unknown in a question of shapes") {
  CHECK(shape_of_text("unique(x)", {{"x", "3,4"}}) == "(?,)");
  CHECK(shape_of_text("x[x > 0]", {{"x", "3,4"}}) == "(?,)");
  CHECK(shape_of_text("x[x[:, 0] > 0]", {{"x", "3,4"}}) == "(?, 4)");
}

TEST_CASE("an error shows the operator, its operands and their shapes") {
  CHECK(refusal("x + y", {{"x", "2,3"}, {"y", "2,4"}}) ==
        "eval: add: Dimensions must be equal, but are 3 and 4: axis 1 of x and axis 1 of y (only a 1 is "
        "broadcast)\n"
        "x + y\n"
        "^ ^ ^\n"
        "x  (2, 3)\n"
        "       ^\n"
        "y  (2, 4)\n"
        "       ^");
  CHECK(refusal("x.sum(axis=2)", {{"x", "2,3"}}) ==
        "eval: axis 2 is out of range for shape (2, 3)\n"
        "x.sum(axis=2)\n"
        "           ^\n"
        "hint: axes go from 0 to 1, or from -2 to -1");
  CHECK(refusal("x[5]", {{"x", "T,3"}}) ==
        "eval: index 5 is in axis 0 of shape (T, 3) only if T > 5\n"
        "x[5]\n"
        "  ^\n"
        "hint: --require 'T > 5' takes that for a fact");
  CHECK(refusal("x.reshape(3, -1)", {{"x", "T,2"}}) ==
        "eval: shape (T, 2) fits (3, -1) only if 3 divides 2*T\n"
        "x.reshape(3, -1)\n"
        "  ^^^^^^^\n"
        "hint: --require '(2*T) % (3) == 0' takes that for a fact");
}

TEST_CASE("expressions compute on xtensor containers and views") {
  const xt::xarray<float> a = {{1, 2, 3}, {4, 5, 6}};
  const xt::xarray<float> b = {1, 1, 1};
  CHECK((eval<float>("a + b", {{"a", a}, {"b", b}}) == xt::xarray<float>{{2, 3, 4}, {5, 6, 7}}));
  CHECK((eval("a.sum(axis=0)", {{"a", a}}) == xt::xarray<double>{5, 7, 9}));
  CHECK((eval<float>("a.T", {{"a", a + 1}}) == xt::xarray<float>{{2, 5}, {3, 6}, {4, 7}}));
  CHECK(eval<std::int64_t>("argmax(a)", {{"a", a}})() == 5);
  CHECK((eval<float>("a[a > 2]", {{"a", a}}) == xt::xarray<float>{3, 4, 5, 6}));
  CHECK_THROWS_WITH(eval<float>("a / 2 + mean([1.0])", {{"a", a}}),
                    "eval: the result is float64, which float32 does not hold");
  CHECK_THROWS_WITH(eval("a + c", {{"a", a}}), "eval: the name 'c' is not bound");
}

TEST_CASE("the shape of every operation can be asked for by its name") {
  CHECK(shape_of("matmul", {"B,H,T,64", "B,H,64,T"}).text() == "(B, H, T, T)");
  CHECK(shape_of("tensordot", {"2,3,4", "4,5"}, {{"axes", std::vector<std::int64_t>{1}}}).text() ==
        "(2, 3, 5)");
  CHECK(shape_of("dot", {Shape{2, 3}, Shape{3, 4}}) == Shape{2, 4});
  CHECK_THROWS_WITH(shape_of("matmull", {"2,3", "3,4"}), "there is no operation 'matmull'");
}
