// What C++ programs ask of shapes alone.
#include <tests/support/catch.hpp>
#include <vector>

#include <tcalc/shape.hpp>

using namespace tcalc;

TEST_CASE("shapes are read from text, with dims that are expressions") {
  CHECK(shape("2,3") == Shape{2, 3});
  CHECK(shape("()").rank() == 0);
  CHECK(shape("B,(W+1)//2,?").text() == "(B, (W+1)//2, ?)");
  CHECK(shape("4*D")[0] == 4 * Dim::named("D"));
  CHECK_THROWS_AS(shape("2,x+"), UsageError);
  CHECK_THROWS_AS(shape("9999999999,9999999999"), ResourceError);
}

TEST_CASE("how axes pair up is data") {
  const ShapeExplanation told = explain_shapes("matmul", {"5,1,2,3", "7,3,4"});
  CHECK(told.result == Shape{5, 7, 2, 4});
  CHECK(told.subscripts == "abcd,bde->abce");
  REQUIRE(told.labels.size() == 5);
  CHECK(told.labels[1].name == "b");
  CHECK(told.labels[1].extent == 7);
  CHECK(told.labels[1].role == "batch, broadcast in A");
  CHECK(told.labels[1].axes == std::vector<std::vector<int>>{{1}, {0}});
  CHECK(told.labels[1].result_axes == std::vector<int>{1});
  CHECK(told.labels[3].role == "contracted");
  CHECK(told.labels[3].result_axes.empty());
  CHECK(told.flops == 2 * 5 * 7 * 2 * 3 * 4);
  CHECK(told.path == std::vector<std::string>{"abcd,bde->abce"});
}

TEST_CASE("where a size has a name, all but the costs is known") {
  const ShapeExplanation told = explain_shapes("einsum", {"B,1", "B,3"}, {{"SPEC", "ij,ij->i"}});
  CHECK(told.result.text() == "(B,)");
  CHECK(!told.flops);
  CHECK(told.path.empty());
  CHECK(told.notes == std::vector<std::string>{"einsum: letter j is 1 in A and 3 in B: it is broadcast"});
  CHECK_THROWS_AS(explain_shapes("dot", {"2", "3"}), ShapeError);
  CHECK_THROWS_WITH(explain_shapes("dot", {"2", "3"}, {{"axes", true}}), "dot has no option 'axes'");
  CHECK_THROWS_WITH(explain_shapes("matmul", {"2,2", "2,2"}, {{"transpose-a", std::string("yes")}}),
                    "matmul: the option 'transpose-a' has another kind of value");
}

TEST_CASE("vdot of other shapes tells what its flattened operands cost") {
  const ShapeExplanation told = explain_shapes("vdot", {"2,3", "3,2"});
  CHECK(told.result.rank() == 0);
  CHECK(told.flops == 12);
}
