#include <initializer_list>
#include <string>
#include <tests/support/catch.hpp>

#include <tcalc/core/error.hpp>
#include <tcalc/shape/facts.hpp>
#include <tcalc/text/dim.hpp>

using namespace tcalc;
using text::parse_dim;
using text::parse_fact;

namespace {

Facts facts_from(std::initializer_list<const char*> texts) {
  Facts facts;
  for (const char* text : texts) facts.require(parse_fact(text));
  return facts;
}

std::string applied(std::initializer_list<const char*> facts, const char* dim) {
  return facts_from(facts).applied(parse_dim(dim)).text();
}

Verdict equality(std::initializer_list<const char*> facts, const char* x, const char* y) {
  const Facts all = facts_from(facts);
  return is_equal(all.applied(parse_dim(x)), all.applied(parse_dim(y)));
}

std::string refusal_of(std::initializer_list<const char*> facts) {
  try {
    facts_from(facts);
    return "accepted";
  } catch (const Error& error) {
    return std::string(kind_name(error.kind)) + ": " + error.message;
  }
}

}  // namespace

TEST_CASE("a multiple is divided without a rest") {
  CHECK(parse_dim("H*(D//H)").text() == "H*(D//H)");
  CHECK(applied({"D % H == 0"}, "H*(D//H)") == "D");
  CHECK(applied({"D % H == 0"}, "D % H") == "0");
  CHECK(applied({"D % H == 0"}, "B*D//H") == "B*(D//H)");
  CHECK(applied({"D % H == 0"}, "3*H*(D//H)") == "3*D");
  CHECK(applied({"D % 64 == 0"}, "64*(D//64) + 1") == "D+1");
  CHECK(applied({"D % (2*H) == 0"}, "2*H*(D//(2*H))") == "D");
  CHECK(equality({"D % H == 0"}, "H*(D//H)", "D") == Verdict::proved);
  CHECK(equality({}, "H*(D//H)", "D") == Verdict::open);
  CHECK(equality({"D % H == 0", "E % H == 0"}, "E*(D//H)", "D*(E//H)") == Verdict::proved);
}

TEST_CASE("a name that equals something is that") {
  CHECK(applied({"T == 1024"}, "T") == "1024");
  CHECK(applied({"1024 == T"}, "B*T+1") == "1024*B+1");
  CHECK(applied({"B == T"}, "T") == "B");
  CHECK(applied({"D == H*K"}, "D//H") == "K");
  CHECK(applied({"W == 32*w"}, "(W+31)//32") == "w");
  CHECK(applied({"T == S+1", "S == 9"}, "T") == "10");
  CHECK(applied({"A+C == B+4"}, "C") == "B-A+4");
  CHECK(applied({"T == B//T"}, "T") == "T");  // which is no value of T
  CHECK(equality({"T == B//T"}, "T*2", "B//T*2") == Verdict::proved);
  CHECK(applied({"D % H == 0", "H == 8"}, "8*(D//8)") == "D");
  CHECK(applied({"D % H == 0", "D == 512", "H == 8"}, "D//H") == "64");
  CHECK(equality({"B*T == 1024"}, "B*T*H", "1024*H") == Verdict::proved);
  CHECK(equality({"2*B == 3*T"}, "4*B", "6*T") == Verdict::proved);
}

TEST_CASE("bounds decide what depends on them") {
  CHECK(applied({"H <= D"}, "min(D, H)") == "H");
  CHECK(applied({"T > 128"}, "max(T, 128)") == "T");
  CHECK(applied({"T < 64"}, "T // 64") == "0");
  CHECK(equality({}, "T", "64") == Verdict::open);
  CHECK(equality({"T >= 65"}, "T", "64") == Verdict::refuted);
  CHECK(equality({"T < 64"}, "T", "64") == Verdict::refuted);
  CHECK(equality({"H < D"}, "D", "H") == Verdict::refuted);
}

TEST_CASE("facts that hold at no sizes are refused") {
  CHECK(refusal_of({"T == 0"}) == "usage: T == 0: holds at no sizes");
  CHECK(refusal_of({"2 * T == 3"}) == "usage: 2*T == 3: holds at no sizes");
  CHECK(refusal_of({"T == 2", "T == 3"}) == "usage: T == 3: holds at no sizes, with the facts before it");
  CHECK(refusal_of({"D % H == 0", "D == 10", "H == 3"}) ==
        "usage: H == 3: holds at no sizes, with the facts before it");
  CHECK(refusal_of({"T < 4", "T > 5"}) == "usage: T > 5: holds at no sizes, with the facts before it");
  CHECK(refusal_of({"? == 3"}) == "usage: ? == 3: a fact about an unknown dim says nothing");
  CHECK(refusal_of({"T == 2", "T == 2", "T > 0"}) == "accepted");
}

TEST_CASE("the fact that would settle a question settles it") {
  struct Row {
    const char *x, *y, *fact;
  };
  const Row rows[] = {
      {"B", "T", "B == T"},
      {"64", "T", "T == 64"},
      {"T+1", "S+1", "T == S"},
      {"B*T", "B*S", "T == S"},
      {"4*T", "256", "T == 64"},
      {"H*(D//H)", "D", "D%H == 0"},
      {"D", "64*(D//64)", "D%64 == 0"},
      {"2*H*(D//(2*H))", "D", "D%(2*H) == 0"},
      {"B*H*(D//H)", "B*D", "D%H == 0"},
      {"(T+1)//2", "T", "(T+1)//2 == T"},
      {"2*B", "3*T", "2*B == 3*T"},
      {"B*T", "1024", "B*T == 1024"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.x, row.y);
    REQUIRE(is_equal(parse_dim(row.x), parse_dim(row.y)) == Verdict::open);
    CHECK(settling_fact(parse_dim(row.x), parse_dim(row.y)) == row.fact);
    CHECK(equality({row.fact}, row.x, row.y) == Verdict::proved);
  }
}

TEST_CASE("facts know the names that they are about") {
  CHECK(Facts().names().empty());
  const Facts facts = text::parse_facts("D % H == 0; T == 4 * S; B >= 2");
  CHECK(facts.names() == std::set<std::string>{"B", "D", "H", "S", "T"});
  CHECK(facts.mention("T"));
  CHECK_FALSE(facts.mention("K"));
  CHECK_FALSE(Facts().mention("B"));
}

TEST_CASE("facts that share a name through others are known together") {
  Facts facts = facts_from({"A == 2*B", "C <= D", "E == F"});
  const Facts before = facts;
  facts.require(text::parse_fact("B == C"));
  facts.require(text::parse_fact("D <= 3"));
  const auto at_most = [](const Facts& known, const std::string& name, std::int64_t size) {
    return is_at_least(Dim(size), known.applied(Dim::named(name)));
  };
  CHECK(at_most(facts, "A", 6) == Verdict::proved);
  CHECK(at_most(before, "A", 6) == Verdict::open);
  CHECK(facts.applied(Dim::named("E") - Dim::named("F")).is(0));
  CHECK_FALSE(facts == before);
}

TEST_CASE("what is computed from dims under facts knows the facts") {
  const Facts facts = facts_from({"D % H == 0"});
  const Dim d = facts.applied(Dim::named("D"));
  const Dim h = facts.applied(Dim::named("H"));
  CHECK((h * floor_divided(d, h)).text() == "D");
  CHECK((Dim::named("H") * floor_divided(d, Dim::named("H"))).text() == "D");
  CHECK(facts.applied(Shape{parse_dim("B*H"), parse_dim("H*(D//H)")}).text() == "(B*H, D)");
}

TEST_CASE("what a fact makes of a remainder is divided again") {
  const Facts facts = facts_from({"B*B == 3*A - 3*B"});
  const Dim a = facts.applied(Dim::named("A"));
  const Dim b = facts.applied(Dim::named("B"));
  CHECK(floor_divided(a * a, a - b).text() == "A+B+3");
  CHECK((a * a % (a - b)).text() == "0");
}
