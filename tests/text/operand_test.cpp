#include <string>
#include <tests/support/catch.hpp>
#include <tests/support/shown.hpp>
#include <vector>

#include <tcalc/core/error.hpp>
#include <tcalc/text/operand.hpp>

using namespace tcalc;
using namespace tcalc::text;

namespace {

// What an operand is, on one line.
std::string described(const Operand& operand) {
  if (const auto* shape = std::get_if<Shape>(&operand)) return "shape " + shape->text();
  if (const auto* path = std::get_if<Path>(&operand)) return "path " + path->path;
  if (const auto* member = std::get_if<ArchiveMember>(&operand))
    return "array " + member->name + " of " + member->file;
  if (const auto* literal = std::get_if<Tensor>(&operand)) {
    return "literal " + Shape(literal->extents()).text() + " " + std::string(name_of(literal->dtype()));
  }
  if (const auto* fill = std::get_if<Fill>(&operand)) {
    return std::string(name_of(fill->kind)) + " " + Shape(fill->extents).text() + " " +
           std::string(name_of(fill->dtype));
  }
  return "standard input";
}

std::string refusal_of(const std::string& typed) {
  try {
    return "accepted: " + described(parse_operand(typed));
  } catch (const Error& error) {
    return std::string(kind_name(error.kind)) + ": " + error.message;
  }
}

std::vector<std::string> hints_for(const std::string& typed) {
  try {
    parse_operand(typed);
  } catch (const Error& error) {
    return test::hints_of(error);
  }
  return {"accepted"};
}

struct Row {
  std::string typed, expected;
};

Fill fill_from(const std::string& typed) { return std::get<Fill>(parse_operand(typed)); }

}  // namespace

TEST_CASE("what an operand is follows from how it is written") {
  const Row rows[] = {
      {"-", "standard input"},
      {"[[1,2],[3,4]]", "literal (2, 2) int64"},
      {" [1.5]", "literal (1,) float64"},
      {"3.5", "literal () float64"},
      {"-3", "literal () int64"},
      {"+3", "literal () int64"},
      {"1.5E3", "literal () float64"},
      {"1.5e+3", "literal () float64"},
      {"true", "literal () bool"},
      {"false", "literal () bool"},
      {"2,3,4", "shape (2, 3, 4)"},
      {"2x3x4", "shape (2, 3, 4)"},
      {"(2,3,4)", "shape (2, 3, 4)"},
      {"ones:3,4", "ones (3, 4) float64"},
      {"weights.npz:w1", "array w1 of weights.npz"},
      {"dir/weights.npz:layer/0:w.npz:", "array layer/0:w.npz: of dir/weights.npz"},
      {"w.npz:w.pt:x", "array w.pt:x of w.npz"},
      {"w.pt:w.npz:x", "array w.npz:x of w.pt"},
      {"torch.Size([2, 3])", "shape (2, 3)"},
      {"([2,3])", "path ([2,3])"},
      {"torch-Size([2,3])", "path torch-Size([2,3])"},
      {"torch.Size([2,3]", "path torch.Size("},
      {"1.5e", "path 1.5e"},
      {"a.npy", "path a.npy"},
      {"--", "path --"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.typed);
    CHECK(described(parse_operand(row.typed)) == row.expected);
  }
}

TEST_CASE("shapes") {
  const Row rows[] = {
      {"3", "(3,)"},
      {"0", "(0,)"},
      {"010", "(10,)"},
      {"010,08", "(10, 8)"},
      {"0x10", "(0, 10)"},
      {"()", "()"},
      {"( )", "()"},
      {"(3)", "(3,)"},
      {"(3,)", "(3,)"},
      {"3,", "(3,)"},
      {"(10, 12, 4, 8)", "(10, 12, 4, 8)"},
      {" 2 , 3 , ", "(2, 3)"},
      {"(2x3)", "(2, 3)"},
      {"2 x 3", "(2, 3)"},
      {"B,T,64", "(B, T, 64)"},
      {"(B)", "(B,)"},
      {"B,", "(B,)"},
      {"?", "(?,)"},
      {"?,64", "(?, 64)"},
      {"None,64", "(?, 64)"},
      {"(None)", "(?,)"},
      {"_a1,b_2", "(_a1, b_2)"},
      {"(true)", "(true,)"},
      {"true,3", "(true, 3)"},
      {"x,x", "(x, x)"},
      {"9223372036854775807", "(9223372036854775807,)"},
      {"000000000000000000000000000000000001,2", "(1, 2)"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.typed);
    CHECK(described(parse_operand(row.typed)) == "shape " + row.expected);
    CHECK(parse_shape(row.typed).text() == row.expected);
    // What is printed as a result can be typed again.
    CHECK(described(parse_operand(row.expected)) == "shape " + row.expected);
  }
}

TEST_CASE("dims with arithmetic") {
  const Row rows[] = {
      {"B*T,64", "(B*T, 64)"},
      {"(B*T, D//H)", "(B*T, D//H)"},
      {"4*D,D", "(4*D, D)"},
      {"T+1,2", "(T+1, 2)"},
      {"T-1,2", "(T-1, 2)"},
      {"(T*B,)", "(B*T,)"},
      {"(2*T)", "(2*T,)"},
      {"4*D,", "(4*D,)"},
      {"(T + 1) * 2, B", "(2*T+2, B)"},
      {"(B+1)*(T+1)", "(B*T+B+T+1,)"},
      {"(W-1)//2+1,3", "((W+1)//2, 3)"},
      {"D%8,min(T,1024)", "(D%8, min(T,1024))"},
      {"min(B,T,9),1", "(min(min(B,T),9), 1)"},
      {"2*3,4", "(6, 4)"},
      {"B**2,?", "(B**2, ?)"},
      {"?+1,4*?", "(?, ?)"},
      {"None*2,3", "(?, 3)"},
      {"+B,3", "(B, 3)"},
      {"run-1,v-2", "(run-1, v-2)"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.typed);
    CHECK(described(parse_operand(row.typed)) == "shape " + row.expected);
    CHECK(described(parse_operand(row.expected)) == "shape " + row.expected);
  }
  CHECK(parse_shape("2*B").text() == "(2*B,)");
  for (const std::string typed :
       {"B*T", "4*D", "a//b", "c++", "dir//2,3.npy", "a/b*c,d", "a///b,c", "my file*2, really"}) {
    CAPTURE(typed);
    CHECK(described(parse_operand(typed)) == "path " + typed);
  }
}

TEST_CASE("dims with arithmetic that cannot be read are refused at the place") {
  struct Refused {
    std::string typed, expected;
    std::size_t column;
  };
  const Refused rows[] = {
      {"B*,64", "expected a size, a name or '(', not ','", 2},
      {"B*T,*", "expected a size, a name or '(', not '*'", 4},
      {"(B*T", "a parenthesis is not closed", 0},
      {"B*T),3", "expected an operator or ',', not ')'", 3},
      {"B*(T+1,3", "a parenthesis is not closed", 2},
      {"B*3d,2", "expected a size, a name or '(', not '3d'", 2},
      {"mid(T*2,3),1", "'mid' is not a function of dims, only min and max are", 0},
      {"T*2//0,3", "a dim is divided by 0", 3},
      {"B**T,3", "the exponent of a dim is a whole number >= 0", 1},
      {"B**-1,3", "the exponent of a dim is a whole number >= 0", 1},
      {"(B+(2?)*2,4)", "expected an operator or ')', not '?'", 5},
      {"max(B+1?,2),4", "expected an operator, ',' or ')', not '?'", 7},
      {"3,-", "expected a size, a name or '(' after the end", 3},
  };
  for (const Refused& row : rows) {
    CAPTURE(row.typed);
    CHECK(refusal_of(row.typed) == "usage: " + row.typed + ": " + row.expected);
    try {
      parse_operand(row.typed);
    } catch (const Error& error) {
      CHECK(test::details_of(error) ==
            std::vector<std::string>{row.typed, std::string(row.column, ' ') + '^'});
    }
  }
  CHECK(refusal_of("2-3,4") == "usage: 2-3,4: dimensions cannot be negative, but -1 is");
  CHECK(refusal_of("B+99999999999999999999,3") ==
        "resource: B+99999999999999999999,3: 99999999999999999999 is too large");
  CHECK(refusal_of("-B*2,4") == "usage: -B*2,4: dimensions cannot be negative, but -2*B is");
  CHECK(refusal_of("9223372036854775807*B*2,1") ==
        "resource: 9223372036854775807*B*2,1: a dim holds a number that does not fit int64");
  CHECK(refusal_of("(A+B+C+D+E)**30,1") == "resource: (A+B+C+D+E)**30,1: a dim has too many terms");
  CHECK(refusal_of("(" + std::string(200, '(') + "B+1" + std::string(200, ')') + ",2)")
            .ends_with("more than 100 levels of nesting"));
}

TEST_CASE("paths that resemble another form") {
  for (const std::string typed : {"./2x3",    "./2,3",       "2,3.npy",     "(2,3).npy", "dir/2,3",
                                  "2/3",      "/2,3",        "B",           "out",       "None",
                                  "abc123",   "True",        "x3",          "Bx3",       "2X3",
                                  "?x3",      "??",          "1e3",         "3a",        "2 3",
                                  "2x3.npy",  "1920x1080-2", "./run-1,v-2", "a.b,c.d",   "my file, really",
                                  "file(1)",  "file (1)",    "a:b",         "foo:2,3",   "foo=1:2,3",
                                  "Ones:2",   "ones",        "ones.npy",    "ones/2:3",  "a.npz",
                                  "a.npzx:w", "\xce\xb2,3",  "2-3",         "{\"a\":1}", "nan",
                                  "-a.npy",   "--x",         "a\nb,3",      "1;2,3"}) {
    CAPTURE(typed);
    CHECK(described(parse_operand(typed)) == "path " + typed);
  }
}

TEST_CASE("what has the form of a shape but is none is refused, naming the word") {
  const Row rows[] = {
      {"2,,3", "an empty dimension at position 2"},
      {"2,3,,", "an empty dimension at position 3"},
      {",2", "an empty dimension at position 1"},
      {",", "an empty dimension at position 1"},
      {"(,)", "an empty dimension at position 1"},
      {"2x", "an empty dimension at position 2"},
      {"2xx3", "an empty dimension at position 2"},
      {"(2x3x)", "an empty dimension at position 3"},
      {"(2,3", "a parenthesis is not closed"},
      {"(", "a parenthesis is not closed"},
      {"2,3)", "a parenthesis is not opened"},
      {"(2,3))", "a parenthesis is not opened"},
      {"((2,3))", "more than one pair of parentheses"},
      {"2,-3", "dimensions cannot be negative, but -3 is"},
      {"2x-3", "dimensions cannot be negative, but -3 is"},
      {"2,3.5", "'3.5' is not a whole number"},
      {"2,-3.5", "'-3.5' is not a whole number"},
      {"(2 3)", "a comma is missing in '2 3'"},
      {"2,3x4", "sizes are separated by ',' or by 'x', not by both"},
      {"B,2x3", "sizes are separated by ',' or by 'x', not by both"},
      {"2,+3", "'+3' is neither a size nor a name nor ?"},
      {"2,3b", "'3b' is neither a size nor a name nor ?"},
      {"(?x3)", "'?x3' is neither a size nor a name nor ?"},
      {"2,a?", "'a?' is neither a size nor a name nor ?"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.typed);
    CHECK(refusal_of(row.typed) == "usage: " + row.typed + ": " + row.expected);
  }
  CHECK(hints_for("2,-1") == std::vector<std::string>{"write ? for a size that is not known"});
  CHECK(hints_for("2,-3").empty());
}

TEST_CASE("sizes that overflow are a matter of resources, ranks beyond 64 of usage") {
  CHECK(refusal_of("99999999999999999999,2") ==
        "resource: 99999999999999999999,2: 99999999999999999999 is too large");
  CHECK(refusal_of("9223372036854775808,2") ==
        "resource: 9223372036854775808,2: 9223372036854775808 is too large");
  CHECK(refusal_of("4294967296,4294967296") == "resource: (4294967296, 4294967296) has too many elements");
  CHECK(refusal_of("4294967296x4294967296x0") ==
        "resource: (4294967296, 4294967296, 0) has too many elements");
  CHECK(refusal_of("ones:4294967296,4294967296") ==
        "resource: ones:4294967296,4294967296: (4294967296, 4294967296) has too many elements");
  CHECK(refusal_of("eye:4294967296") ==
        "resource: eye:4294967296: (4294967296, 4294967296) has too many elements");

  std::string ones = "1";
  for (int axis = 1; axis < 64; ++axis) ones += ",1";
  CHECK(std::get<Shape>(parse_operand(ones)).rank() == 64);
  CHECK(refusal_of(ones + ",1") == "usage: " + ones + ",1: rank 65 exceeds 64");
}

TEST_CASE("an empty operand is refused") {
  CHECK(refusal_of("") == "usage: '': an operand is empty");
  CHECK(refusal_of("  ") == "usage: '  ': an operand is empty");
}

TEST_CASE("what is cited is safe to print and of bounded length") {
  CHECK(refusal_of("ones:\x1b[2J,x") ==
        "usage: 'ones:\\x1b[2J,x': '\\x1b[2J' is neither a size nor a name nor ?");
  const std::string message = refusal_of(std::string(100000, '9') + ",2");
  CHECK(message ==
        "resource: " + std::string(200, '9') + "...: " + std::string(40, '9') + "... is too large");
}

TEST_CASE("fills have NumPy's default dtypes") {
  const Row rows[] = {
      {"zeros:2,3:f4", "zeros (2, 3) float32"},
      {"ones:()", "ones () float64"},
      {"ones:(2,3):<f4", "ones (2, 3) float32"},
      {"ones:2x3:bool", "ones (2, 3) bool"},
      {"ones: 2, 3, : f4 ", "ones (2, 3) float32"},
      {"ones:0", "ones (0,) float64"},
      {"full=7.5:2,2", "full (2, 2) float64"},
      {"full=7:2", "full (2,) int64"},
      {"full=-7:2", "full (2,) int64"},
      {"full=7:2:f4", "full (2,) float32"},
      {"full=7.0:2", "full (2,) float64"},
      {"full=true:2", "full (2,) bool"},
      {"full=nan:2", "full (2,) float64"},
      {"full=1e3:2:i4", "full (2,) int32"},
      {"full=inf:2:f2", "full (2,) float16"},
      {"full=99999999999999999999:2:f8", "full (2,) float64"},
      {"full=1:2:bool", "full (2,) bool"},
      {"arange:2,3", "arange (2, 3) int64"},
      {"arange:300:u1", "arange (300,) uint8"},
      {"eye:4", "eye (4, 4) float64"},
      {"eye:2,3:i4", "eye (2, 3) int32"},
      {"rand:8,8", "rand (8, 8) float64"},
      {"rand:8:c8", "rand (8,) complex64"},
      {"randn:8:f2", "randn (8,) float16"},
      {"randint=10:10,12,4,5", "randint (10, 12, 4, 5) int64"},
      {"randint=10:2:f4", "randint (2,) float32"},
      {"randint=256:2:u1", "randint (2,) uint8"},
      {"randint=2:2:bool", "randint (2,) bool"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.typed);
    CHECK(described(parse_operand(row.typed)) == row.expected);
  }
}

TEST_CASE("the value of a fill is kept, exactly when it is an integer") {
  CHECK(fill_from("full=7.5:2").value == 7.5);
  CHECK(fill_from("full=9007199254740993:2").integer == 9007199254740993);
  CHECK(fill_from("full=-9223372036854775808:2").integer == INT64_MIN);
  CHECK(fill_from("full=1e3:2:i4").integer == 1000);
  CHECK(fill_from("full=true:2:i4").integer == 1);
  CHECK(fill_from("full=false:2").value == 0);
  CHECK(fill_from("randint=10:2").integer == 10);
  CHECK(fill_from("randint=10:2").value == 10);
}

TEST_CASE("fills that are not well-formed are refused") {
  const Row rows[] = {
      {"ones:", "a fill needs a shape"},
      {"ones::f4", "a fill needs a shape"},
      {"full=7.5", "a fill needs a shape"},
      {"ones:2,x", "the size of a fill must be a number, not 'x'"},
      {"ones:B", "the size of a fill must be a number, not 'B'"},
      {"ones:2,?", "the size of a fill must be a number, not '?'"},
      {"ones:2,,3", "an empty dimension at position 2"},
      {"ones:2,-3", "dimensions cannot be negative, but -3 is"},
      {"ones:(2,3", "a parenthesis is not closed"},
      {"ones:a.npy", "'a.npy' is neither a size nor a name nor ?"},
      {"eye:2,3,4", "eye takes one size or two, not 3"},
      {"eye:()", "eye takes one size or two, not 0"},
      {"full:2", "full needs a value: full=7.5:2"},
      {"full=:2", "full needs a value: full=7.5:2"},
      {"full=x:2", "'x' is not a number"},
      {"full=1e999:2", "'1e999' is not a number that float64 holds"},
      {"full=99999999999999999999:2", "99999999999999999999 does not fit uint64"},
      {"full=-99999999999999999999:2", "-99999999999999999999 does not fit int64"},
      {"randint:3", "randint needs a value: randint=10:3"},
      {"randint=0:3", "the bound of randint must be a positive integer, not '0'"},
      {"randint=-2:3", "the bound of randint must be a positive integer, not '-2'"},
      {"randint=2.5:3", "the bound of randint must be a positive integer, not '2.5'"},
      {"randint=99999999999999999999:3", "'99999999999999999999' does not fit int64"},
      {"ones=3:2", "ones takes no value"},
      {"eye=:2", "eye takes no value"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.typed);
    CHECK(refusal_of(row.typed) == "usage: " + row.typed + ": " + row.expected);
  }
}

TEST_CASE("values that the dtype of a fill does not hold are refused") {
  const Row rows[] = {
      {"full=300:3:u1", "300 does not fit uint8"},
      {"full=-1:3:u8", "-1 does not fit uint64"},
      {"full=1e10:3:i4", "1e10 does not fit int32"},
      {"full=7.5:3:i4", "7.5 does not fit int32"},
      {"full=nan:3:i4", "nan does not fit int32"},
      {"full=2:3:bool", "2 does not fit bool"},
      {"full=1e39:3:f4", "1e39 does not fit float32"},
      {"full=1e39:3:c8", "1e39 does not fit complex64"},
      {"full=65520:3:f2", "65520 does not fit float16"},
      {"full=99999999999999999999:3:i4", "99999999999999999999 does not fit int32"},
      {"full=9223372036854775808:3:i8", "9223372036854775808 does not fit int64"},
      {"randint=300:3:u1", "randint makes values up to 299, which does not fit uint8"},
      {"randint=3:3:bool", "randint makes values up to 2, which does not fit bool"},
      {"randint=65521:3:f2", "randint makes values up to 65520, which does not fit float16"},
      {"rand:3:i4", "rand makes floats, not int32"},
      {"randn:3:bool", "randn makes floats, not bool"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.typed);
    CHECK(refusal_of(row.typed) == "usage: " + row.typed + ": " + row.expected);
  }
  CHECK(hints_for("full=99999999999999999999:2") ==
        std::vector<std::string>{"write it as a float: 99999999999999999999.0"});
}

TEST_CASE("an unknown dtype is refused with those that there are, and the one that is near") {
  const auto refusal = [](const std::string& dtype) {
    return "usage: ones:2,3:" + dtype + ": unknown dtype '" + dtype + "' (supported: " + supported_dtypes() +
           ")";
  };
  for (const std::string dtype : {"f3", "flaot32", "Float32", "", "<U5", "f4:x"})
    CHECK(refusal_of("ones:2,3:" + dtype) == refusal(dtype));
  CHECK(hints_for("ones:2:flaot32") == std::vector<std::string>{"did you mean float32?"});
  CHECK(hints_for("ones:2:Float32") == std::vector<std::string>{"did you mean float32?"});
  CHECK(hints_for("ones:2:boolean").empty());
  CHECK(hints_for("ones:2:float64float64float64").empty());
  CHECK(hints_for("ones:2:f3").empty());
}

TEST_CASE("the name of an archive's array must be there") {
  CHECK(refusal_of("weights.npz:") == "usage: weights.npz:: the name of an array is missing after ':'");
}

TEST_CASE("a shape on its own may be one name") {
  CHECK(parse_shape("B").text() == "(B,)");
  CHECK_THROWS_WITH(parse_shape(""), "'': a shape is empty");
  CHECK_THROWS_WITH(parse_shape("a.npy"), "a.npy: 'a.npy' is neither a size nor a name nor ?");
}

TEST_CASE("a shape is wrapped as Python prints it, or is refused as it was typed") {
  for (const std::string_view typed : {"[2,3]", " [2, 3] ", "torch.Size([2, 3])", "TensorShape([2,3])"})
    CHECK(parse_shape(typed).text() == "(2, 3)");
  const Row rows[] = {
      {"[2,3", "'[2' is neither a size nor a name nor ?"},
      {"x[2,3]", "'x[2' is neither a size nor a name nor ?"},
      {"Size([2,3]", "'Size' is not a function of dims, only min and max are"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.typed);
    CHECK_THROWS_WITH(parse_shape(row.typed), row.typed + ": " + row.expected);
  }
}

TEST_CASE("integers are read from a list") {
  using Integers = std::vector<std::int64_t>;
  CHECK(parse_integers("2,1", "--axes") == Integers{2, 1});
  CHECK(parse_integers("-1", "--axes") == Integers{-1});
  CHECK(parse_integers("(2,1)", "--axes") == Integers{2, 1});
  CHECK(parse_integers("(2,)", "--axes") == Integers{2});
  CHECK(parse_integers("[2, 1]", "--axes") == Integers{2, 1});
  CHECK(parse_integers("2x3", "--reshape") == Integers{2, 3});
  CHECK(parse_integers(" 010 , -2 ", "--axes") == Integers{10, -2});
  CHECK(parse_integers("", "--axes").empty());
  const Row rows[] = {
      {"x", "--axes: expected an integer, not 'x'"},
      {"1,,2", "--axes: expected an integer, not ''"},
      {"1,", "--axes: expected an integer, not ''"},
      {"1.5", "--axes: expected an integer, not '1.5'"},
      {"2x", "--axes: expected an integer, not '2x'"},
      {"-99999999999999999999", "--axes: '-99999999999999999999' does not fit int64"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.typed);
    try {
      parse_integers(row.typed, "--axes");
      FAIL("accepted");
    } catch (const Error& error) {
      CHECK(error.kind == ErrorKind::usage);
      CHECK(error.message == row.expected);
    }
  }
}

TEST_CASE("an array of a file that holds several has a number") {
  const auto path = [](std::string_view typed) { return std::get<Path>(parse_operand(typed)); };
  CHECK(path("two.npy@1").path == "two.npy");
  CHECK(path("two.npy@1").number == 1);
  CHECK(path("D/TWO.NPY@007").number == 7);
  CHECK(path("two.npy@1[0]").number == 1);
  CHECK(path("two.npy@1[0]").slice.has_value());
  for (const std::string_view plain : {"two.npy@", "two.npy@x", "run@3", "two.npy@1.npy", ".npy@1"}) {
    CAPTURE(plain);
    CHECK(path(plain).path == plain);
    CHECK_FALSE(path(plain).number.has_value());
  }
  CHECK_THROWS_WITH(parse_operand("a.npy@99999999999999999999"),
                    "a.npy@99999999999999999999: no file holds that many arrays");
}

TEST_CASE("the sizes of a reshape are dims, of which one may be what is left") {
  const auto text = [](std::string_view typed) { return text_of(parse_sizes(typed, "--reshape")); };
  CHECK(text("2,-1") == "(2, -1)");
  CHECK(text("(2,-1)") == "(2, -1)");
  CHECK(text("[2, 3]") == "(2, 3)");
  CHECK(text("2x3") == "(2, 3)");
  CHECK(text("B,-1,8*D") == "(B, -1, 8*D)");
  CHECK(text("min(B,8),T") == "(min(B,8), T)");
  CHECK(text("") == "()");
  const Row rows[] = {
      {"2,,3", "--reshape: expected an integer, not ''"},
      {"B,,3", ": expected a size, a name or '(' after the end"},
      {"(B,2,3", "(B,2,3: a parenthesis is not closed"},
      {"B),2", "B): expected an operator or the end, not ')'"},
      {"[B,2", "[B: expected a size, a name or '(', not '['"},
      {"B 2,3", "B 2: expected an operator or the end, not '2'"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.typed);
    CHECK_THROWS_WITH(parse_sizes(row.typed, "--reshape"), row.expected);
  }
}
