#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <tests/support/catch.hpp>

#include <tcalc/text/number.hpp>

using namespace tcalc;
using namespace tcalc::text;

TEST_CASE("a number that is too small is 0 with its sign, one that is too large is none and says so") {
  struct Row {
    std::string text;
    std::optional<double> number;
    bool is_too_large;
  };
  const std::string zeros(400, '0');
  for (const Row& row : {
           Row{"1.5", 1.5, false},
           {"-1e-400", -0.0, false},
           {"1E-400", 0.0, false},
           {"0." + zeros + "1", 0.0, false},
           {"-0." + zeros + "1", -0.0, false},
           {"1e400", std::nullopt, true},
           {"-1e+400", std::nullopt, true},
           {"1" + zeros, std::nullopt, true},
           {"1" + zeros + ".5", std::nullopt, true},
           {"1e400x", std::nullopt, false},
           {"1e-400x", std::nullopt, false},
           {"", std::nullopt, false},
       }) {
    CAPTURE(row.text);
    const auto number = parse_number(row.text);
    CHECK(number == row.number);
    if (number && row.number) CHECK(std::signbit(*number) == std::signbit(*row.number));
    CHECK(is_number_out_of_range(row.text) == row.is_too_large);
  }
}

TEST_CASE("a precision rounds what has more digits after its point, and leaves what has none") {
  struct Row {
    double value;
    int precision;
    std::string text;
  };
  for (const Row& row : {
           Row{1.5, 2, "1.5"},
           {1.25, 2, "1.25"},
           {1.257, 2, "1.26"},
           {1.04, 1, "1.0"},
           {-0.004, 2, "-0.0"},
           {1.5, 0, "2.0"},
           {12.25, 0, "12.0"},
           {1e-20, 3, "0.0"},
           {1e20, 0, "1e+20"},
           {123456789.126, 2, "123456789.13"},
           {std::nan(""), 0, "nan"},
           {-INFINITY, 0, "-inf"},
       }) {
    CAPTURE(row.value, row.precision);
    CHECK(real_text(row.value, Dtype::float64, row.precision) == row.text);
  }
  CHECK(real_text(1e-20, Dtype::float64) == "1e-20");
}

TEST_CASE("an integer is all of its text, and nothing behind it") {
  const std::string_view text = "123.5";
  CHECK(parse_integer(text.substr(0, 2)) == 12);
  CHECK(parse_integer(text.substr(1, 0)) == std::nullopt);
  CHECK(parse_integer(text) == std::nullopt);
  CHECK(parse_unsigned(text.substr(0, 1)) == 1);
}
