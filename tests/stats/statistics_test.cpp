// Statistics of runs of elements: the same however they are cut, exact for integers.
#include <cmath>
#include <cstring>
#include <limits>
#include <tests/support/catch.hpp>
#include <vector>

#include <tcalc/stats/statistics.hpp>

using namespace tcalc;

namespace {

template <class T>
Statistics statistics_of(const std::vector<T>& values, std::size_t run) {
  StatisticsCollector collector(dtype_of<T>(), false);
  const auto bytes = std::as_bytes(std::span(values));
  for (std::size_t first = 0; first < values.size(); first += run)
    collector.add(bytes.subspan(first * sizeof(T), std::min(run, values.size() - first) * sizeof(T)));
  return collector.statistics();
}

}  // namespace

TEST_CASE("statistics do not depend on how the elements are cut into runs") {
  std::vector<std::int32_t> values;
  for (int i = 0; i < 5000; ++i) values.push_back((i * 7919) % 1000 - 500);
  const Statistics whole = statistics_of(values, values.size());
  CHECK(whole.elements == 5000);
  CHECK(whole.min == "-500");
  CHECK(whole.max == "499");
  CHECK(whole.zeros == 5);
  for (const std::size_t run : {1U, 7U, 1024U, 4999U}) {
    const Statistics cut = statistics_of(values, run);
    CHECK(cut.mean == whole.mean);
    CHECK(cut.min == whole.min);
    CHECK(std::abs(std::stod(*cut.standard_deviation) - std::stod(*whole.standard_deviation)) < 1e-12);
  }
}

TEST_CASE("the mean of integers is exact before it is rounded, at the ends of 64 bits too") {
  const std::int64_t most = std::numeric_limits<std::int64_t>::max();
  CHECK(statistics_of<std::int64_t>({most, most, most - 3}, 2).mean == "9.223372036854776e+18");
  CHECK(statistics_of<std::int64_t>({most, -most, 1, 2}, 3).mean == "0.75");
  CHECK(statistics_of<std::uint64_t>({~std::uint64_t{0}, 1}, 1).max == "18446744073709551615");
}

TEST_CASE("NaNs are counted and left out, infinities stay") {
  const double nan = std::nan(""), infinity = std::numeric_limits<double>::infinity();
  const Statistics some = statistics_of<double>({nan, 1, 0, nan, 3, -0.0}, 4);
  CHECK(some.nans == 2);
  CHECK(some.zeros == 2);
  CHECK(some.mean == "1.0");
  const Statistics none = statistics_of<double>({nan, nan}, 2);
  CHECK_FALSE(none.mean.has_value());
  CHECK_FALSE(none.min.has_value());
  const Statistics endless = statistics_of<double>({1, -infinity, 2}, 1);
  CHECK(endless.infinities == 1);
  CHECK(endless.mean == "-inf");
  CHECK(endless.min == "-inf");
  CHECK(endless.standard_deviation == "nan");
}

TEST_CASE("complex numbers have a mean, and no order") {
  const Statistics own = statistics_of<std::complex<float>>({{1, 2}, {3, -2}, {0, 0}}, 2);
  CHECK_FALSE(own.min.has_value());
  CHECK(own.mean == "(1.3333333333333333+0j)");
  CHECK(own.zeros == 1);
}
