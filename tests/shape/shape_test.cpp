#include <cstdint>
#include <string>
#include <tests/support/catch.hpp>
#include <vector>

#include <tcalc/core/error.hpp>
#include <tcalc/shape/shape.hpp>

using namespace tcalc;

namespace {

const Dim any = Dim::unknown();
const Dim b = Dim::named("B");
constexpr std::int64_t two_32 = std::int64_t{1} << 32;

std::string refusal_of(const Dims& dims) {
  try {
    return Shape(dims).text();
  } catch (const Error& error) {
    CHECK(error.kind == ErrorKind::resource);
    return error.message;
  }
}

}  // namespace

TEST_CASE("a shape prints as Python prints a tuple") {
  CHECK(Shape().text() == "()");
  CHECK(Shape({5}).text() == "(5,)");
  CHECK(Shape({2, 3}).text() == "(2, 3)");
  CHECK(Shape({b, 0, any}).text() == "(B, 0, ?)");
  CHECK(text_of({b}) == "(B,)");
}

TEST_CASE("a shape knows its axes") {
  const Shape shape = {2, b, 4};
  CHECK(shape.rank() == 3);
  CHECK(shape[1] == b);
  CHECK(Dims(shape.begin(), shape.end()) == shape.dims());
  CHECK(shape == Shape({2, b, 4}));
  CHECK(shape != Shape({2, b}));
}

TEST_CASE("a shape of sizes alone has extents") {
  CHECK(Shape({2, 0, 3}).is_known());
  CHECK(Shape({2, 0, 3}).extents() == std::vector<std::int64_t>{2, 0, 3});
  CHECK(Shape(std::vector<std::int64_t>{2, 0, 3}) == Shape({2, 0, 3}));
  CHECK(Shape().is_known());
  CHECK(Shape().extents().empty());
  CHECK_FALSE(Shape({2, b}).is_known());
  CHECK_FALSE(Shape({any}).is_known());
}

TEST_CASE("a shape that exists is valid") {
  CHECK(Shape(Dims(64, 1)).rank() == 64);
  CHECK(refusal_of(Dims(65, 1)) == "shape rank 65 exceeds 64");
  CHECK(refusal_of({-1, 2}) == "shape (-1, 2): dimensions cannot be negative");
  CHECK(refusal_of({INT64_MAX}) == "(9223372036854775807,)");
  CHECK(refusal_of({two_32, two_32}) == "shape (4294967296, 4294967296) has too many elements");
  CHECK(refusal_of({two_32, 0, two_32}) == "shape (4294967296, 0, 4294967296) has too many elements");
  // Sizes that are not known do not count.
  CHECK(refusal_of({two_32, b, any, 2}) == "(4294967296, B, ?, 2)");
}

TEST_CASE("a defect is said without a shape being made") {
  CHECK_FALSE(Shape::defect({2, b, any}));
  CHECK(Shape::defect(Dims(70, 1)) == "rank 70 exceeds 64");
  CHECK(Shape::defect({two_32, two_32}) == "(4294967296, 4294967296) has too many elements");
}
