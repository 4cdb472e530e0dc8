// Every operation of the registry on every pair of small shapes: legal exactly where the oracle says so, with
// its shape and its pairing of axes.
#include <string>
#include <tests/support/catch.hpp>
#include <tests/support/reference.hpp>
#include <tests/support/sampled.hpp>
#include <tests/support/shapes.hpp>
#include <vector>

#include <tcalc/core/error.hpp>
#include <tcalc/ops/registry.hpp>

using namespace tcalc;

namespace {

using Axes = std::vector<std::int64_t>;

// From one too few to one too many for three axes.
constexpr std::int64_t first_axis = -4;
constexpr std::int64_t last_axis = 3;

constexpr std::int64_t largest_dim = test::sampled ? 2 : 3;

std::vector<Arguments> options_of_matmul() {
  std::vector<Arguments> all;
  for (int bits = 0; bits < 16; ++bits) {
    Arguments& options = all.emplace_back();
    if (bits & 1) options["transpose-a"] = true;
    if (bits & 2) options["transpose-b"] = true;
    if (bits & 4) options["adjoint-a"] = true;
    if (bits & 8) options["adjoint-b"] = true;
  }
  return all;
}

std::vector<Arguments> options_of_batch_dot() {
  std::vector<Arguments> all = {{}};
  for (std::int64_t a = first_axis; a <= last_axis; ++a) {
    all.push_back({{"axes", Axes{a}}});
    for (std::int64_t b = first_axis; b <= last_axis; ++b) all.push_back({{"axes", Axes{a, b}}});
  }
  const std::size_t old_rule = all.size();
  for (std::size_t i = 0; i < old_rule; ++i) {
    Arguments options = all[i];
    options.emplace("keras", std::string("3"));
    all.push_back(options);
  }
  return all;
}

Arguments tensordot_over(const Axes& a, const Axes& b) { return {{"axes-a", a}, {"axes-b", b}}; }

std::vector<Arguments> options_of_tensordot() {
  std::vector<Arguments> all = {
      {}, tensordot_over({}, {}), tensordot_over({0, 1}, {0}), tensordot_over({}, {0})};
  for (std::int64_t count = 0; count <= last_axis; ++count) all.push_back({{"axes", Axes{count}}});
  for (std::int64_t a = first_axis; a <= last_axis; ++a) {
    for (std::int64_t b = first_axis; b <= last_axis; ++b) all.push_back(tensordot_over({a}, {b}));
  }
  // Two and three axes at a time, with repeated ones among them.
  for (const Axes& a : {Axes{0, 1}, Axes{1, 0}, Axes{-1, 0}, Axes{1, 1}, Axes{2, -1}, Axes{2, 0}}) {
    for (const Axes& b : {Axes{0, 1}, Axes{1, 0}, Axes{1, 2}, Axes{-1, -2}, Axes{0, -3}})
      all.push_back(tensordot_over(a, b));
  }
  for (const Axes& b : {Axes{0, 1, 2}, Axes{2, 0, 1}, Axes{1, 0, 1}})
    all.push_back(tensordot_over({2, 0, 1}, b));
  return all;
}

std::vector<Arguments> options_of_vecdot() {
  std::vector<Arguments> all = {{}};
  for (std::int64_t axis = first_axis; axis <= last_axis; ++axis) all.push_back({{"axis", Axes{axis}}});
  return all;
}

std::vector<Arguments> options_of_einsum() {
  std::vector<Arguments> all;
  for (const char* spec : {",",
                           "->",
                           "a,b",
                           "a,b->ba",
                           "a,a",
                           "a,a->a",
                           "ab,bc",
                           "ab,bc->ca",
                           "ab,ab->",
                           "aa,ab",
                           "aa,ab->b",
                           "ab,cb->ac",
                           "abc,cd->abd",
                           "abc,acd->abd",
                           "abc,cba->b",
                           "ba,b",
                           "...,...",
                           "...a,...a->...",
                           "...a,...b->...ab",
                           "a...,...a",
                           "a...b,b...->...a",
                           "...,a->a...",
                           "ab...,b->...a",
                           "...a,a->a",
                           "ab,b->ab",
                           "abc,d",
                           "aaa,a->a",
                           "abb,b",
                           "Ba,ab"}) {
    all.push_back({{"SPEC", std::string(spec)}});
    all.push_back({{"SPEC", std::string(spec)}, {"strict", true}});
  }
  return all;
}

// A new operation is swept without options until it has a list here.
std::vector<Arguments> options_of(const Operation& operation) {
  if (operation.name == "matmul") return options_of_matmul();
  if (operation.name == "batch_dot") return options_of_batch_dot();
  if (operation.name == "tensordot") return options_of_tensordot();
  if (operation.name == "vecdot") return options_of_vecdot();
  if (operation.name == "einsum") return options_of_einsum();
  return {{}};
}

std::string text_of(const Arguments& arguments) {
  std::string text;
  for (const auto& [name, value] : arguments) {
    text += " " + name;
    if (const auto* word = std::get_if<std::string>(&value)) text += " " + *word;
    if (const auto* axes = std::get_if<Axes>(&value)) {
      for (std::size_t i = 0; i < axes->size(); ++i) {
        text += i == 0 ? " " : ",";
        text += std::to_string((*axes)[i]);
      }
    }
  }
  return text;
}

// "(2, 3) ab,bc->ac", and which operands are conjugated.
std::string described(const Shape& shape, const std::string& pairing, bool conjugate_a, bool conjugate_b) {
  return shape.text() + " " + pairing + (conjugate_a ? " conj a" : "") + (conjugate_b ? " conj b" : "");
}

std::string given(const Operation& operation, const Operand& a, const Operand& b, const Arguments& options) {
  try {
    const Outcome outcome = apply_rule(operation, a, b, options);
    Contraction result = contraction_of(outcome);
    result.names.clear();  // letters as the oracle gives them
    return described(outcome.shape, einsum_text(result), result.conjugate[0], result.conjugate[1]);
  } catch (const Error& error) {
    // Usage: options that contradict each other. Any other kind would be wrong.
    const bool refused = error.kind == ErrorKind::mismatch || error.kind == ErrorKind::usage;
    return refused ? "illegal" : error.message;
  }
}

std::string expected(const Operation& operation, const Operand& a, const Operand& b,
                     const Arguments& options) {
  const auto result = reference::subscripts(operation.name, options, a.shape.extents(), b.shape.extents());
  if (!result) return "illegal";
  return described(Shape(result->shape()), result->text(), result->conjugate_a, result->conjugate_b);
}

// The first few differences, and how many pairs were legal.
struct Sweep {
  std::string differences;
  int different = 0;
  int legal = 0;
};

Sweep sweep(const Operation& operation, const std::vector<Shape>& shapes) {
  constexpr int shown = 10;
  Sweep result;
  std::size_t cases = 0;
  for (const Arguments& options : options_of(operation)) {
    for (const Shape& shape_a : shapes) {
      for (const Shape& shape_b : shapes) {
        if (!test::is_tried(cases++)) continue;
        const Operand a = {"A", shape_a};
        const Operand b = {"B", shape_b};
        const std::string want = expected(operation, a, b, options);
        const std::string got = given(operation, a, b, options);
        if (want != "illegal") ++result.legal;
        if (got == want || ++result.different > shown) continue;
        result.differences += std::string(operation.name) + " " + shape_a.text() + " " + shape_b.text() +
                              text_of(options) + ": got " + got + ", expected " + want + "\n";
      }
    }
  }
  return result;
}

}  // namespace

TEST_CASE("every operation of the registry has an oracle") {
  REQUIRE_FALSE(operations().empty());
  for (const Operation* operation : operations()) {
    CAPTURE(operation->name);
    CHECK(reference::has_rule(operation->name));
  }
}

TEST_CASE("on all pairs of shapes of rank 0 to 3 and dims 0 to 3 the rules agree with the oracle") {
  std::vector<Shape> shapes;
  for (const auto& extents : test::small_shapes(3, largest_dim)) shapes.emplace_back(extents);
  for (const Operation* operation : operations()) {
    CAPTURE(operation->name);
    const Sweep result = sweep(*operation, shapes);
    INFO(result.differences);
    CHECK(result.different == 0);
    CHECK(result.legal > 0);
  }
}

TEST_CASE("on shapes of rank 4 and 5 the rules agree with the oracle") {
  // Sizes that differ from axis to axis, and pairs that fit at one place or another.
  std::vector<Shape> shapes;
  for (const std::vector<std::int64_t>& extents : std::vector<std::vector<std::int64_t>>{{2, 3, 4, 5},
                                                                                         {2, 3, 5, 4},
                                                                                         {2, 3, 5, 6},
                                                                                         {2, 5, 3, 4},
                                                                                         {2, 1, 4, 5},
                                                                                         {1, 3, 5, 4},
                                                                                         {2, 3, 1, 1},
                                                                                         {2, 0, 4, 5},
                                                                                         {2, 3, 4, 5, 6},
                                                                                         {2, 3, 4, 6, 5},
                                                                                         {2, 3, 4, 5, 0},
                                                                                         {2, 3, 5},
                                                                                         {2, 3, 4},
                                                                                         {2, 5},
                                                                                         {5},
                                                                                         {4, 5},
                                                                                         {5, 4},
                                                                                         {2, 3, 4, 5, 1}}) {
    shapes.emplace_back(extents);
  }
  for (const Operation* operation : operations()) {
    const Sweep result = sweep(*operation, shapes);
    INFO(result.differences);
    CHECK(result.different == 0);
    CHECK(result.legal > 0);
  }
}
