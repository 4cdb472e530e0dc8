// What explain says: roles, the letters under the sizes, one element's products.
#include <string>
#include <tests/support/catch.hpp>
#include <tests/support/shapes.hpp>
#include <vector>

#include <tcalc/core/error.hpp>
#include <tcalc/core/fill.hpp>
#include <tcalc/explain/costs_text.hpp>
#include <tcalc/explain/element.hpp>
#include <tcalc/explain/explanation.hpp>
#include <tcalc/explain/text.hpp>
#include <tcalc/kernel/estimate.hpp>
#include <tcalc/ops/registry.hpp>

using namespace tcalc;

namespace {

Explanation explained(const std::string& operation, const std::vector<std::string>& shapes,
                      const Arguments& arguments = {}) {
  std::vector<Operand> operands;
  for (const std::string& shape : shapes)
    operands.push_back({side_name(operands.size()), test::shape_from(shape)});
  const Operation& found = *find_operation(operation);
  return explain(found, operands, apply(found, operands, arguments));
}

std::string roles(const Explanation& explanation) {
  std::string text;
  for (const LabelUse& label : explanation.labels)
    text += (text.empty() ? "" : "; ") + label.name + " " + role_text(explanation, label);
  return text;
}

Tensor counting(Extents extents, Dtype dtype) {
  Tensor tensor(Dtype::int64, std::move(extents));
  auto* elements = reinterpret_cast<std::int64_t*>(tensor.data());
  for (std::int64_t i = 0; i < count(tensor.extents()); ++i) elements[i] = i;
  return converted(tensor.view(), dtype);
}

}  // namespace

TEST_CASE("labels have roles, and say where they are broadcast") {
  CHECK(roles(explained("matmul", {"2,3,4", "2,4,5"})) == "a batch; b free; c contracted; d free");
  CHECK(roles(explained("matmul", {"5,1,2,3", "7,3,5"})) ==
        "a batch, broadcast in B; b batch, broadcast in A; c free; d contracted; e free");
  CHECK(roles(explained("einsum", {"2,1", "3,4"}, {{"SPEC", std::string("ij,jk->ik")}})) ==
        "i free; j contracted, broadcast in A; k free");
  CHECK(roles(explained("outer", {"2,3", "4"})) == "a free; b free; c free");
  CHECK(roles(explained("vdot", {"2,3", "3,2"})) == "a contracted");
}

TEST_CASE("letters stand below the last character of the size, coloured or not") {
  const std::string text = explanation_text(explained("matmul", {"10,4,5", "10,5,8"}), {});
  CHECK(
      text.starts_with("  A          (10, 4, 5)\n"
                       "               a  b  c\n"
                       "  B          (10, 5, 8)\n"
                       "               a  c  d\n"
                       "  result     (10, 4, 8)\n"
                       "               a  b  d\n"));
  const std::string painted = explanation_text(explained("matmul", {"10,4,5", "10,5,8"}), {.color = true});
  std::string bare;
  for (std::size_t i = 0; i < painted.size(); ++i) {
    if (painted[i] == '\033')
      i = painted.find('m', i);
    else
      bare += painted[i];
  }
  CHECK(bare == text);
  CHECK(painted.find("\033[36m10\033[0m") != std::string::npos);
}

TEST_CASE("no line is wider than the terminal, where words can be broken") {
  for (const int columns : {28, 36, 50, 80}) {
    std::string text =
        explanation_text(explained("matmul", {"10,12,4,5", "10,12,5,8"}), {.columns = columns});
    for (std::size_t begin = 0, end; begin < text.size(); begin = end + 1) {
      end = text.find('\n', begin);
      CAPTURE(text.substr(begin, end - begin));
      CHECK(end - begin <= static_cast<std::size_t>(columns));
    }
  }
}

TEST_CASE("one element names the elements that make it, their products and the sum") {
  const Operation& matmul = *find_operation("matmul");
  const Tensor a = counting({2, 3}, Dtype::int64);
  const Tensor b = counting({3, 4}, Dtype::float32);
  const std::vector<Operand> operands = {{"A", {2, 3}, Dtype::int64}, {"B", {3, 4}, Dtype::float32}};
  const Outcome outcome = apply(matmul, operands, {});
  const std::vector<TensorView> views = {a.view(), b.view()};
  const ExplainedElement element = explain_element(outcome, views, {1, -1}, "x");
  CHECK(element.index == Index{1, 3});
  CHECK(element.term_count == 3);
  CHECK(element.sum == "92.0");
  REQUIRE(element.first.size() == 3);
  CHECK(element.last.empty());
  CHECK(element.first[1].indices == std::vector<Index>{{1, 1}, {1, 3}});
  CHECK(element.first[1].values == std::vector<std::string>{"4", "7.0"});
  CHECK(element.first[1].product == "28.0");
  CHECK_THROWS_WITH(explain_element(outcome, views, {1}, "x"), "x: 1 index for a result of shape (2, 4)");
  CHECK_THROWS_WITH(explain_element(outcome, views, {1, 4}, "x"),
                    "x: index 4 is out of range for axis 1 of size 4");
}

TEST_CASE("a long sum shows its ends, merged and flattened axes the elements they are made of") {
  const Tensor long_row = counting({100}, Dtype::int64);
  const std::vector<Operand> rows = {{"A", {100}}, {"B", {100}}};
  const std::vector<TensorView> views = {long_row.view(), long_row.view()};
  const ExplainedElement sum = explain_element(apply(*find_operation("dot"), rows, {}), views, {}, "x");
  CHECK(sum.term_count == 100);
  CHECK(sum.first.size() == shown_at_each_end);
  CHECK(sum.last.size() == shown_at_each_end);
  CHECK(sum.last.back().product == "9801");
  CHECK(sum.sum == "328350");

  const Tensor small = counting({2, 3}, Dtype::int64);
  const Tensor other = counting({3, 2}, Dtype::int64);
  const std::vector<Operand> blocks = {{"A", {2, 3}}, {"B", {3, 2}}};
  const std::vector<TensorView> both = {small.view(), other.view()};
  const ExplainedElement of_kron =
      explain_element(apply(*find_operation("kron"), blocks, {}), both, {4, 5}, "x");
  CHECK(of_kron.first.front().indices == std::vector<Index>{{1, 2}, {1, 1}});
  CHECK(of_kron.sum == "15");
  const ExplainedElement of_vdot = explain_element(apply(*find_operation("vdot"), blocks, {}), both, {}, "x");
  CHECK(of_vdot.first[3].indices == std::vector<Index>{{1, 0}, {1, 1}});
  CHECK(of_vdot.sum == "55");
}

TEST_CASE("counts and times are short") {
  CHECK(count_text(19200) == "19200");
  CHECK(count_text(2147483648.0) == "2.15e+09");
  CHECK(seconds_text(4.2e-6) == "4.2 us");
  CHECK(seconds_text(0.0123) == "12 ms");
  CHECK(seconds_text(3) == "3.0 s");
  CHECK(seconds_text(8.5e-7) == "850 ns");
}

TEST_CASE("the expected time is that of the work, and of more work longer") {
  const auto seconds = [](std::int64_t size) {
    const Extents extents = {size, size};
    const TensorView view = {nullptr, Dtype::float32, false, extents, c_strides(extents)};
    const std::vector<Operand> operands = {{"A", {size, size}}, {"B", {size, size}}};
    const Outcome outcome = apply(*find_operation("matmul"), operands, {});
    return expected_seconds(make_schedule(contraction_of(outcome), std::vector{view, view}), 1);
  };
  const double small = seconds(512);
  const double large = seconds(4096);
  CHECK(small > 1e-5);
  CHECK(large > 50 * small);
  CHECK(large < 5000 * small);
}
