#include <string>
#include <tests/support/catch.hpp>

#include <tcalc/core/error.hpp>
#include <tcalc/shape/dim.hpp>
#include <tcalc/text/dim.hpp>

using namespace tcalc;

namespace {

const Dim any = Dim::unknown();
const Dim b = Dim::named("B");
const Dim t = Dim::named("T");
const std::optional<Dim> nothing;

struct Row {
  Dim x, y;
  std::optional<Dim> equal, broadcast;
};

// Each holds in both directions.
const Row rows[] = {
    {0, 0, Dim(0), Dim(0)},   {1, 1, Dim(1), Dim(1)},   {3, 3, Dim(3), Dim(3)},   {0, 1, nothing, Dim(0)},
    {0, 3, nothing, nothing}, {1, 3, nothing, Dim(3)},  {2, 3, nothing, nothing}, {b, b, b, b},
    {b, t, nothing, nothing}, {b, 0, nothing, nothing}, {b, 1, nothing, b},       {b, 3, nothing, nothing},
    {any, any, any, any},     {any, 0, Dim(0), Dim(0)}, {any, 1, Dim(1), any},    {any, 3, Dim(3), Dim(3)},
    {any, b, b, b},
};

}  // namespace

TEST_CASE("dims agree and broadcast by what is known of them") {
  for (const Row& row : rows) {
    CAPTURE(row.x.text(), row.y.text());
    CHECK(equal(row.x, row.y) == row.equal);
    CHECK(equal(row.y, row.x) == row.equal);
    CHECK(broadcast(row.x, row.y) == row.broadcast);
    CHECK(broadcast(row.y, row.x) == row.broadcast);
  }
}

TEST_CASE("a dim is known, named or unknown, and prints as it is typed") {
  CHECK(Dim().is_unknown());
  CHECK(Dim() == any);
  CHECK(any.text() == "?");
  CHECK(b.is_symbolic());
  CHECK(b.text() == "B");
  CHECK(b != t);
  CHECK(Dim(12).is_known());
  CHECK(Dim(12).size() == 12);
  CHECK(Dim(12).text() == "12");
  CHECK(Dim(12) != Dim(13));
  CHECK(Dim(0) != any);
}

TEST_CASE("only a known dim is of a size") {
  CHECK(Dim(1).is(1));
  CHECK_FALSE(Dim(1).is(2));
  CHECK_FALSE(any.is(0));
  CHECK_FALSE(b.is(0));
}

TEST_CASE("arithmetic gives one form, which is printed as it can be typed") {
  struct Written {
    const char *typed, *printed;
  };
  const Written forms[] = {
      {"T*B", "B*T"},
      {"4 * D", "4*D"},
      {"1 + T", "T+1"},
      {"2*(T+1) - 2", "2*T"},
      {"(A+B)*(A-B)", "A**2-B**2"},
      {"B - 2*T", "B-2*T"},
      {"1 - T", "1-T"},
      {"-T", "-T"},
      {"D//H", "D//H"},
      {"B*(D//H)", "B*(D//H)"},
      {"(B*D)//H", "B*D//H"},
      {"D//H//K", "D//(H*K)"},
      {"(2*D)//(2*H)", "D//H"},
      {"4*D//2", "2*D"},
      {"(4*D+3)//2", "2*D+1"},
      {"B*(T+1)//(T+1)", "B"},
      {"-(-T//2)", "(T+1)//2"},
      {"T - T//2", "(T+1)//2"},
      {"-(T//2)", "-(T//2)"},
      {"5//(T+5)", "0"},
      {"T//(T+1)", "0"},
      {"(T*H + 1) % T", "1%T"},
      {"7 % 4", "3"},
      {"-7 % 4", "1"},
      {"-7 // 2", "-4"},
      {"(D%8)//8", "0"},
      {"min(T, T+1)", "T"},
      {"max(1, T)", "T"},
      {"min(T, 1024)", "min(T,1024)"},
      {"2*max(B,T)", "2*max(B,T)"},
      {"(D//H)**2", "(D//H)**2"},
      {"0*T", "0"},
      {"T**3", "T**3"},
  };
  for (const Written& form : forms) {
    CAPTURE(form.typed);
    CHECK(text::parse_dim(form.typed).text() == form.printed);
    CHECK(text::parse_dim(form.printed) == text::parse_dim(form.typed));
  }
}

TEST_CASE("sizes are equal at all sizes of names, at none, or at some") {
  struct Pair {
    const char *x, *y;
    Verdict verdict;
  };
  const Pair pairs[] = {
      {"B*T", "T*B", Verdict::proved},
      {"B", "B+1", Verdict::refuted},
      {"2*B", "3", Verdict::refuted},  // parity
      {"2*B", "B", Verdict::refuted},  // a name is >= 1
      {"B", "0", Verdict::refuted},
      {"B", "T", Verdict::open},
      {"B", "3", Verdict::open},
      {"6*A + 4*B", "2*T + 1", Verdict::refuted},
      {"W//2", "W", Verdict::refuted},
      {"B*T", "B*T + B", Verdict::refuted},
      {"B*T + T", "B", Verdict::refuted},
      {"B*T + T", "2*B", Verdict::open},
      {"T//2 + (T+1)//2", "T", Verdict::proved},
      {"H*(D//H) + D%H", "D", Verdict::proved},
      {"min(A,B) + max(A,B)", "A+B", Verdict::proved},
      {"T % 8", "8", Verdict::refuted},
      {"H*(D//H)", "D+1", Verdict::refuted},
      {"?", "3", Verdict::open},
  };
  for (const Pair& pair : pairs) {
    CAPTURE(pair.x, pair.y);
    CHECK(is_equal(text::parse_dim(pair.x), text::parse_dim(pair.y)) == pair.verdict);
    CHECK(is_equal(text::parse_dim(pair.y), text::parse_dim(pair.x)) == pair.verdict);
  }
  CHECK(is_at_least(text::parse_dim("2*B"), text::parse_dim("B+1")) == Verdict::proved);
  CHECK(is_at_least(text::parse_dim("B//2"), b) == Verdict::refuted);
  CHECK(is_at_least(b, t) == Verdict::open);
}

TEST_CASE("the arithmetic of convolutions composes") {
  const auto convolved = [](const Dim& width, int kernel, int stride, int pad) {
    return floor_divided(width + 2 * pad - kernel, stride) + 1;
  };
  CHECK(convolved(Dim::named("W"), 3, 1, 1).text() == "W");
  CHECK(convolved(Dim::named("W"), 3, 2, 1).text() == "(W+1)//2");
  Dim width = Dim::named("W");
  Dim multiple = 32 * Dim::named("w");
  for (int layer = 0; layer < 5; ++layer) {
    width = convolved(width, 3, 2, 1);
    multiple = convolved(multiple, 3, 2, 1);
  }
  CHECK(width.text() == "(W+31)//32");
  CHECK(multiple.text() == "w");
}

TEST_CASE("unknown with anything is unknown, but nothing times it is nothing") {
  CHECK((any + 1).is_unknown());
  CHECK((b * any).is_unknown());
  CHECK((any * 0).is(0));
  CHECK((0 * b).is(0));
  CHECK(floor_divided(any, b).is_unknown());
  CHECK(product({b, 2, any}).is_unknown());
  CHECK(is_equal(b, any) == Verdict::open);
  CHECK(is_equal(any, b) == Verdict::open);
  CHECK(settling_fact(b, any).empty());
  CHECK(settling_fact(any, b).empty());
  CHECK(product({b, 2, t}).text() == "2*B*T");
  CHECK(product({any, 0}).is(0));
  CHECK(product_text({b, 4, any}) == "4*B*?");
}

TEST_CASE("what does not fit is refused, in little time") {
  const auto refusal = [](const auto& make) {
    try {
      make();
      return std::string("accepted");
    } catch (const Error& error) {
      return std::string(kind_name(error.kind)) + ": " + error.message;
    }
  };
  CHECK(refusal([] { return Dim(INT64_MAX) + 1; }) == "resource: a dim does not fit int64");
  CHECK(refusal([] { return -Dim(INT64_MAX) - 1; }) == "resource: a dim does not fit int64");
  CHECK(refusal([] { return INT64_MAX * b * 2; }) ==
        "resource: a dim holds a number that does not fit int64");
  CHECK(refusal([] { return floor_divided(b, 0); }) == "usage: a dim is divided by 0");
  CHECK(refusal([] { return Dim(3) % 0; }) == "usage: a dim is divided by 0");
  // The least int64 stands for unknown, so that every dim has a negative.
  CHECK(refusal([] { return Dim(-INT64_MAX) - 1; }) == "resource: a dim does not fit int64");
  CHECK(floor_divided(Dim(-INT64_MAX), -1).is(INT64_MAX));
  CHECK((Dim(-INT64_MAX) % -1).is(0));
  CHECK((Dim(INT64_MAX) - b % t).text() == "9223372036854775807-B%T");
  const Dim sum = Dim::named("A") + b + t + Dim::named("D") + Dim::named("E");
  CHECK(refusal([&] { return power(sum, 30); }) == "resource: a dim has too many terms");
  CHECK(power(Dim::named("A") + b, 30).is_symbolic());
  CHECK(refusal([&] { return power(b, 65); }) == "resource: a dim has too high a power");
  CHECK(refusal([&] {
          Dim nested = b;
          for (int level = 0; level < 200; ++level)
            nested = floor_divided(nested * t + nested, nested + 7) + t;
          return nested;
        }) == "resource: a dim has too many terms");
  CHECK(product({INT64_MAX, b, 2}).is_unknown());
}

TEST_CASE("a product of dims is shown multiplied out, or as its factors where it is too large") {
  const Dim huge = 3'000'000'000'000;
  CHECK(product_text({}) == "1");
  CHECK(product_text({2, 3}) == "6");
  CHECK(product_text({b, 3, t}) == "3*B*T");
  CHECK(product_text({b, 0, Dim::unknown()}) == "0");
  CHECK(product_text({Dim::unknown()}) == "?");
  CHECK(product_text({2, Dim::unknown(), b, Dim::unknown()}) == "2*B*?*?");
  CHECK(product_text({huge, huge, t + 1, b}) == "3000000000000*3000000000000*(T+1)*B");
}
