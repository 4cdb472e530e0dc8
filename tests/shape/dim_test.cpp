#include <tests/support/catch.hpp>

#include <tcalc/shape/dim.hpp>

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
  CHECK(b.is_named());
  CHECK(b.name() == "B");
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
