#include <cmath>
#include <cstring>
#include <string>
#include <tests/support/catch.hpp>
#include <tests/support/shown.hpp>
#include <vector>

#include <tcalc/core/error.hpp>
#include <tcalc/shape/shape.hpp>
#include <tcalc/text/literal.hpp>

using namespace tcalc;
using namespace tcalc::text;

namespace {

template <class T>
std::vector<T> values_of(std::string_view typed) {
  const Tensor tensor = literal_from(typed);
  REQUIRE(tensor.dtype() == dtype_of<T>());
  std::vector<T> values(static_cast<std::size_t>(count(tensor.extents())));
  if (!values.empty()) std::memcpy(values.data(), tensor.data(), values.size() * sizeof(T));
  return values;
}

using Integers = std::vector<std::int64_t>;
using Doubles = std::vector<double>;
using Lines = std::vector<std::string>;

Error refusal_of(std::string_view typed) {
  try {
    literal_from(typed);
  } catch (const Error& error) {
    return error;
  }
  return {ErrorKind::internal, "accepted"};
}

struct Row {
  std::string typed, expected;
};

}  // namespace

TEST_CASE("a literal has the shape of its lists and the narrowest dtype of its elements") {
  const Row rows[] = {
      {"true", "() bool"},
      {"[1]", "(1,) int64"},
      {"[[1,2],[3,4],[5,6]]", "(3, 2) int64"},
      {" [ [ 1 , 2 ] ,\n [ 3 , 4 ] ] ", "(2, 2) int64"},
      {"[1,2.5]", "(2,) float64"},
      {"[1,2.0]", "(2,) float64"},
      {"[1e2]", "(1,) float64"},
      {"[true,false]", "(2,) bool"},
      {"[true,2]", "(2,) int64"},
      {"[1,9223372036854775808]", "(2,) uint64"},
      {"[0.5,9223372036854775808]", "(2,) float64"},
      {"[true,2.5]", "(2,) float64"},
      {"[true,\"nan\"]", "(2,) float64"},
      {"[]", "(0,) float64"},
      {"[[],[]]", "(2, 0) float64"},
      {"[[[]]]", "(1, 1, 0) float64"},
      {"[[[1],[2],[3]],[[4],[5],[6]]]", "(2, 3, 1) int64"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.typed);
    const Tensor tensor = literal_from(row.typed);
    CHECK(Shape(tensor.extents()).text() + " " + std::string(name_of(tensor.dtype())) == row.expected);
  }
}

TEST_CASE("the values of a literal are in C order and exact") {
  CHECK(values_of<std::int64_t>("[[1,2],[3,-4]]") == Integers{1, 2, 3, -4});
  CHECK(values_of<std::int64_t>("[9223372036854775807,-9223372036854775808,9007199254740993]") ==
        Integers{INT64_MAX, INT64_MIN, 9007199254740993});
  CHECK(values_of<std::int64_t>("[true,false,7]") == Integers{1, 0, 7});
  CHECK(values_of<std::uint64_t>("[18446744073709551615,0,true]") ==
        std::vector<std::uint64_t>{UINT64_MAX, 0, 1});
  CHECK(values_of<double>("[0.1,-1.5e300,true,3,5e-324]") == Doubles{0.1, -1.5e300, 1, 3, 5e-324});
  CHECK(std::signbit(values_of<double>("[-0.0]")[0]));
  CHECK(values_of<Boolean>("[true,false]") == std::vector<Boolean>{Boolean{1}, Boolean{0}});
  const Doubles special = values_of<double>(R"(["nan","inf","-inf"])");
  CHECK(std::isnan(special[0]));
  CHECK(special[1] == INFINITY);
  CHECK(special[2] == -INFINITY);
}

TEST_CASE("only a bracket, true and false begin a literal") {
  for (const auto* text : {"[", "[1]", "  [1", "true", "false"}) CHECK(has_form_of_literal(text));
  for (const auto* text : {"", "1", "True", "true ", "\"nan\"", "{}", "a[1]", "null"})
    CHECK_FALSE(has_form_of_literal(text));
}

TEST_CASE("malformed text is refused at its byte, with a caret below") {
  const std::vector<std::pair<std::string, std::pair<std::string, std::size_t>>> rows = {
      {"[", {"expected a value or ']'", 1}},
      {"[1,2", {"expected ',' or ']'", 4}},
      {"[[1,2]", {"expected ',' or ']'", 6}},
      {"[1 2]", {"expected ',' or ']'", 3}},
      {"[1}", {"expected ',' or ']'", 2}},
      {"[1;2]", {"expected ',' or ']'", 2}},
      {"[1,]", {"expected a value", 3}},
      {"[1,,2]", {"expected a value", 3}},
      {"[,1]", {"expected a value or ']'", 1}},
      {"['a']", {"expected a value or ']'", 1}},
      {"[1]]", {"unexpected text after the list", 3}},
      {"[1].npy", {"unexpected text after the list", 3}},
      {"[nan]", {"'nan' is not a value", 1}},
      {"[1,True]", {"'True' is not a value", 3}},
      {"[01]", {"'01' is not a value", 1}},
      {"[1.]", {"'1.' is not a value", 1}},
      {"[.5]", {"'.5' is not a value", 1}},
      {"[+1]", {"'+1' is not a value", 1}},
      {"[1,-]", {"'-' is not a value", 3}},
      {"[0x1f]", {"'0x1f' is not a value", 1}},
      {"[nul]", {"'nul' is not a value", 1}},
      {"[1,\"inf]", {"a string that is not closed or not well-formed", 3}},
      {R"(["a\"b\q"])", {"a string that is not closed or not well-formed", 1}},
      {R"(["nan",x])", {"'x' is not a value", 7}},
      {"01.5", {"'01.5' is not a value", 0}},
      {"[1,null]", {"null is not a number", 3}},
      {"[1,{\"a\":2}]", {"an object is not a number", 3}},
  };
  for (const auto& [typed, expected] : rows) {
    CAPTURE(typed);
    const auto& [fact, byte] = expected;
    const Error error = refusal_of(typed);
    CHECK(error.kind == ErrorKind::usage);
    CHECK(error.message == typed + ": " + fact + " at byte " + std::to_string(byte));
    CHECK(test::details_of(error) == Lines{typed, std::string(byte, ' ') + "^"});
  }
}

TEST_CASE("what is no array is refused") {
  const Row rows[] = {
      {"[[1,2],[3]]", "lists of different length: 2 and 1 at axis 1"},
      {"[[1],[2,3]]", "lists of different length: 1 and 2 at axis 1"},
      {"[[[1],[2]],[[3]]]", "lists of different length: 2 and 1 at axis 1"},
      {"[[[1],[2]],[[3],[4,5]]]", "lists of different length: 1 and 2 at axis 2"},
      {"[[],[1]]", "lists of different length: 0 and 1 at axis 1"},
      {"[1,[2]]", "lists of different depth: 1 and 2"},
      {"[[1],2]", "lists of different depth: 2 and 1"},
      {"[[],1]", "lists of different depth: 2 and 1"},
      {"[[],[[]]]", "lists of different depth: 2 and 3"},
      {"[9223372036854775808,-1]", "9223372036854775808 does not fit int64, which the negative numbers need"},
      {"[-9223372036854775809]", "-9223372036854775809 does not fit int64"},
      {"[99999999999999999999,0.5]", "99999999999999999999 does not fit uint64"},
      {"[1e999]", "1e999 does not fit float64"},
      {"[\"abc\"]", "the string 'abc' is not a number"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.typed);
    const Error error = refusal_of(row.typed);
    CHECK(error.kind == ErrorKind::usage);
    CHECK(error.message == row.typed + ": " + row.expected);
  }
}

TEST_CASE("hints say how to write what was meant") {
  CHECK(test::hints_of(refusal_of("[18446744073709551616]")) ==
        Lines{"write it as a float: 18446744073709551616.0"});
  CHECK(test::hints_of(refusal_of("[nan]")) == Lines{R"(write "nan", "inf" or "-inf" in double quotes)"});
  CHECK(test::hints_of(refusal_of("[-Infinity]")) ==
        Lines{R"(write "nan", "inf" or "-inf" in double quotes)"});
  CHECK(test::hints_of(refusal_of("[True]")) == Lines{"write true or false"});
  CHECK(test::hints_of(refusal_of("[False]")) == Lines{"write true or false"});
  CHECK(test::hints_of(refusal_of("[\"NaN\"]")) == Lines{R"(only "nan", "inf" and "-inf" are)"});
  CHECK(test::hints_of(refusal_of("[1].npy")) == Lines{"for a file of that name write ./[1].npy"});
  CHECK(refusal_of("[1" + std::string(60, ' ') + "].npy").hints.empty());
  CHECK(refusal_of("[1,2").hints.empty());
}

TEST_CASE("lists nest as deep as there are axes, and hostile nesting is refused as quickly") {
  const std::string deep = std::string(64, '[') + "1" + std::string(64, ']');
  CHECK(literal_from(deep).extents().size() == 64);
  CHECK(refusal_of("[" + deep + "]").message == std::string(60, '[') + "...: rank exceeds 64");
  CHECK(refusal_of(std::string(1000000, '[')).message == std::string(60, '[') + "...: rank exceeds 64");
}

TEST_CASE("long or unprintable literals are cited in part, and shown as far as a terminal can") {
  const Error error = refusal_of("[" + std::string(300, ' '));
  CHECK(error.message == "[" + std::string(59, ' ') + "...: expected a value or ']' at byte 301");
  CHECK(test::details_of(error) == Lines{"[", " ^"});
  CHECK(test::details_of(refusal_of("[1,\n2")) == Lines{"[1,\\n2", "      ^"});
  CHECK(refusal_of("[1,\n2").message == "'[1,\\n2': expected ',' or ']' at byte 5");
  CHECK(refusal_of("[\xff]").message == "'[\\xff]': expected a value or ']' at byte 1");
}
