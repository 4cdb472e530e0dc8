#include <tests/support/catch.hpp>

#include <tcalc/plan/fold.hpp>

using namespace tcalc;

TEST_CASE("axes that step evenly everywhere fold into one") {
  // (2, 3) of a contiguous A and result, B not moving.
  CHECK(folded({{2, 3, 0, 3}, {3, 1, 0, 1}}) == Axes{{6, 1, 0, 1}});
  // Even in A, not in the result.
  CHECK(folded({{2, 3, 0, 12}, {3, 1, 0, 1}}) == Axes{{2, 3, 0, 12}, {3, 1, 0, 1}});
  // Three at once, and an axis of size 1 that only stands in between.
  CHECK(folded({{2, 12, 12, 12}, {1, 99, 7, 5}, {3, 4, 4, 4}, {4, 1, 1, 1}}) == Axes{{24, 1, 1, 1}});
  CHECK(folded({}).empty());
  CHECK(folded({{1, 5, 5, 5}}).empty());
}

TEST_CASE("axes keep the order they came in however many there are") {
  Axes axes;
  for (std::int64_t extent = 2; extent < 12; ++extent) axes.push_back({extent, extent, 0, 1});
  REQUIRE(axes.size() == 10);
  CHECK(axes.front() == Axis{2, 2, 0, 1});
  CHECK(axes[4] == Axis{6, 6, 0, 1});
  CHECK(axes.back() == Axis{11, 11, 0, 1});
  const Axes copy = axes;
  CHECK(copy == axes);
  axes.back().extent = 3;
  CHECK_FALSE(copy == axes);
  CHECK(Axes(copy.begin(), copy.begin() + 2) == Axes{{2, 2, 0, 1}, {3, 3, 0, 1}});
}

TEST_CASE("outer axes that the result does not hold evenly become loops") {
  Axes outer;
  const Axes inner = even_in_result({{5, 1, 0, 100}, {2, 1, 0, 12}, {3, 1, 0, 4}}, outer);
  CHECK(inner == Axes{{2, 1, 0, 12}, {3, 1, 0, 4}});
  CHECK(outer == Axes{{5, 1, 0, 100}});
}

TEST_CASE("offsets follow the joint index, outermost axis slowest") {
  const Axes axes = {{2, 100, 7, 3}, {3, 10, -1, 1}};
  const Offsets last = offsets_of(axes, 5);
  CHECK(last.a == 120);
  CHECK(last.b == 5);
  CHECK(last.c == 5);
  CHECK(offset_list(axes, &Axis::a, 1, 4) == std::vector<std::int64_t>{10, 20, 100, 110});
  CHECK(offset_list(axes, &Axis::b, 0, 6) == std::vector<std::int64_t>{0, -1, -2, 7, 6, 5});
  CHECK(offset_list(axes, &Axis::c, 0, 6) == std::vector<std::int64_t>{0, 1, 2, 3, 4, 5});
  CHECK(offset_list({}, &Axis::a, 0, 1) == std::vector<std::int64_t>{0});
  CHECK(extent_of(axes) == 6);
}
