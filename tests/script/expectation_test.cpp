#include <string>
#include <tests/support/catch.hpp>
#include <tests/support/shown.hpp>
#include <vector>

#include <tcalc/core/error.hpp>
#include <tcalc/script/expectation.hpp>

using namespace tcalc;
using namespace tcalc::script;

namespace {

Dim named(const char* name) { return Dim::named(name); }

std::string difference(const Shape& shape, const Shape& expected, std::optional<Dtype> dtype = {}) {
  try {
    check_expectation({"s", shape, Dtype::float64}, expected, dtype);
    return "";
  } catch (const Error& error) {
    return error.message;
  }
}

}  // namespace

TEST_CASE("an expected shape has the same sizes and the same names") {
  CHECK(difference({}, {}).empty());
  CHECK(difference({2, named("B"), Dim()}, {2, named("B"), Dim()}).empty());
  CHECK(difference({2, 3}, {2, 4}) == "expect: axis 1 of s is 3, not 4");
  CHECK(difference({named("B")}, {named("T")}) == "expect: axis 0 of s is B, not T");
  CHECK(difference({named("B")}, {5}) == "expect: axis 0 of s is B, not 5");
  CHECK(difference({1}, {5}) == "expect: axis 0 of s is 1, not 5");
  CHECK(difference({2, 3}, {2}) == "expect: s has 2 axes, not 1");
  CHECK(difference({2}, {}) == "expect: s has 1 axis, not 0");
}

TEST_CASE("an unknown dim stands for any in the expectation, for none in the shape") {
  CHECK(difference({2, named("B"), Dim()}, {Dim(), Dim(), Dim()}).empty());
  CHECK(difference({Dim()}, {5}) == "expect: axis 0 of s is ?, not 5");
  CHECK(difference({2, 3}, {Dim()}) == "expect: s has 2 axes, not 1");
}

TEST_CASE("an expected dtype is compared where one is given") {
  CHECK(difference({2}, {2}, Dtype::float64).empty());
  CHECK(difference({2}, {2}, Dtype::float32) == "expect: s is float64, not float32");
}

TEST_CASE("every difference from the expectation is told, with both shapes") {
  try {
    check_expectation({"s", {2, 3, 4}, Dtype::int8}, {5, 3, 6}, Dtype::int16);
    FAIL("accepted");
  } catch (const Error& error) {
    CHECK(error.kind == ErrorKind::mismatch);
    CHECK(error.message == "expect: axis 0 of s is 2, not 5");
    CHECK(test::details_of(error) == std::vector<std::string>{"also: axis 2 of s is 4, not 6",
                                                              "also: s is int8, not int16",
                                                              "s         (2, 3, 4)", "           ^     ^",
                                                              "expected  (5, 3, 6)", "           ^     ^"});
  }
}
