#include <app/cli/option_values.hpp>
#include <array>
#include <string>
#include <tests/support/catch.hpp>
#include <vector>

#include <tcalc/core/error.hpp>
#include <tcalc/text/dim.hpp>

using namespace tcalc;
using namespace tcalc::app;

namespace {

OptionSpec spec_of(OptionKind kind) {
  return {.name = "x",
          .kind = kind,
          .value_name = "X",
          .help = "",
          .values = kind == OptionKind::choice ? "red green" : "",
          .most = 5};
}

std::string refusal_of(OptionKind kind, const std::string& word) {
  try {
    parse_value(spec_of(kind), word);
  } catch (const Error& error) {
    CHECK(error.kind == ErrorKind::usage);
    return error.message;
  }
  return "accepted";
}

}  // namespace

TEST_CASE("a value is what the kind of its option says") {
  CHECK(parse_value(spec_of(OptionKind::word), "") == OptionValue(std::string()));
  CHECK(parse_value(spec_of(OptionKind::choice), "green") == OptionValue(std::string("green")));
  CHECK(parse_value(spec_of(OptionKind::count), "5") == OptionValue(std::int64_t{5}));
  CHECK(parse_value(spec_of(OptionKind::number), "1e-5") == OptionValue(1e-5));
  CHECK(parse_value(spec_of(OptionKind::bytes), "2K") == OptionValue(std::int64_t{2048}));
  CHECK(parse_value(spec_of(OptionKind::integers), "1,-2") == OptionValue(std::vector<std::int64_t>{1, -2}));
  CHECK(parse_value(spec_of(OptionKind::dtype), "f4") == OptionValue(Dtype::float32));
  CHECK(parse_value(spec_of(OptionKind::shape), "2,3") == OptionValue(Shape({2, 3})));
  const auto facts = std::get<Facts>(parse_value(spec_of(OptionKind::facts), "D % H == 0\nT == 64; T == 64"));
  CHECK(facts.applied(text::parse_dim("T*H*(D//H)")).text() == "64*D");
  CHECK(std::get<Slice>(parse_value(spec_of(OptionKind::slice), "0,1:2")).items.size() == 2);
  CHECK(parse_value(spec_of(OptionKind::file), "a b") == OptionValue(std::string("a b")));
}

TEST_CASE("a value of another kind is refused with what was expected") {
  CHECK(refusal_of(OptionKind::choice, "blue") == "--x: must be one of red, green, not 'blue'");
  CHECK(refusal_of(OptionKind::count, "6") == "--x: must be a whole number from 0 to 5, not '6'");
  CHECK(refusal_of(OptionKind::count, "1.0") == "--x: must be a whole number from 0 to 5, not '1.0'");
  CHECK(refusal_of(OptionKind::number, "-1") == "--x: must be a finite number >= 0, not '-1'");
  CHECK(refusal_of(OptionKind::number, "inf") == "--x: must be a finite number >= 0, not 'inf'");
  CHECK(refusal_of(OptionKind::bytes, "much") == "--x: must be a size, not 'much'");
  CHECK(refusal_of(OptionKind::integers, "1,b") == "--x: expected an integer, not 'b'");
  CHECK(refusal_of(OptionKind::dtype, "f3") == "--x: unknown dtype 'f3'");
  CHECK(refusal_of(OptionKind::facts, "T = 64") == "--x: T = 64: expected ==, <, <=, > or >=, not '='");
  CHECK(refusal_of(OptionKind::facts, "T == 64; T == 65") ==
        "--x: T == 65: holds at no sizes, with the facts before it");
  CHECK(refusal_of(OptionKind::file, "") == "--x needs a file name");
}

TEST_CASE("an option is found in words that are wrong elsewhere") {
  const OptionSpec flag = {"json", OptionKind::flag, "", ""};
  OptionSpec word = {"out", OptionKind::file, "FILE", ""};
  word.short_name = "o";
  const std::vector<std::string> words = {"dto", "--out=a", "--nonsense", "-o", "b", "--", "--json"};
  CHECK(last_value(words, flag) == std::nullopt);
  CHECK(last_value(words, word) == "b");
  CHECK(last_value(std::array<std::string, 2>{"--json", "--out"}, flag) == "");
  CHECK(last_value(std::array<std::string, 2>{"--json", "--out"}, word) == std::nullopt);
}
