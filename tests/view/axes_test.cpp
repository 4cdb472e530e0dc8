// Axis numbers as people give them.
#include <cstdint>
#include <limits>
#include <optional>
#include <tests/support/catch.hpp>
#include <vector>

#include <tcalc/view/axes.hpp>

using namespace tcalc;

TEST_CASE("negative axes count from the end, and there are as many as the rank") {
  struct Row {
    std::int64_t axis;
    int rank;
    std::optional<int> normal;
  };
  constexpr std::int64_t lowest = std::numeric_limits<std::int64_t>::min();
  constexpr std::int64_t highest = std::numeric_limits<std::int64_t>::max();
  for (const Row& row : std::vector<Row>{{0, 1, 0},
                                         {-1, 1, 0},
                                         {2, 3, 2},
                                         {-3, 3, 0},
                                         {-1, 3, 2},
                                         {63, 64, 63},
                                         {-64, 64, 0},
                                         {1, 1, {}},
                                         {-2, 1, {}},
                                         {3, 3, {}},
                                         {-4, 3, {}},
                                         {0, 0, {}},
                                         {-1, 0, {}},
                                         {lowest, 64, {}},
                                         {highest, 64, {}},
                                         {std::int64_t{1} << 32, 3, {}},
                                         {-(std::int64_t{1} << 32), 3, {}}}) {
    CAPTURE(row.axis, row.rank);
    CHECK(normalized_axis(row.axis, row.rank) == row.normal);
  }
}

TEST_CASE("an axis out of range is told with the range there is") {
  CHECK(out_of_range_fact(5, "A", 3) == "axis 5 of A is out of range: A has 3 axes, numbered -3 to 2");
  CHECK(out_of_range_fact(-2, "x.npy", 1) ==
        "axis -2 of x.npy is out of range: x.npy has 1 axis, numbered -1 to 0");
  CHECK(given_twice_fact(1, "A") == "axis 1 of A is given twice");
  CHECK(index_out_of_range_fact(7, 2, 4) == "index 7 is out of range for axis 2 of size 4");
  CHECK(out_of_range_fact(0, "B", 0) == "axis 0 of B is out of range: B has no axes");
}

TEST_CASE("lists of axes leave out what they are told to") {
  using Axes = std::vector<int>;
  CHECK(axis_range(0, 3) == Axes{0, 1, 2});
  CHECK(axis_range(2, 3) == Axes{2});
  CHECK(axis_range(3, 3).empty());
  CHECK(axis_range(0, -2).empty());
  CHECK(axes_without(3, 0) == Axes{1, 2});
  CHECK(axes_without(3, 2) == Axes{0, 1});
  CHECK(axes_without(1, 0).empty());
}
