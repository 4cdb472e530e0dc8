#include <memory>
#include <random>
#include <tests/support/catch.hpp>
#include <utility>
#include <vector>

#include <tcalc/core/inline_vector.hpp>

using namespace tcalc;

namespace {

// Elements that are counted by who owns them.
using Element = std::shared_ptr<int>;
using Few = InlineVector<Element, 3>;

bool same(const Few& vector, const std::vector<Element>& expected) {
  return std::vector<Element>(vector.begin(), vector.end()) == expected && vector.size() == expected.size() &&
         vector.empty() == expected.empty();
}

}  // namespace

TEST_CASE("an inline vector does what a vector does, below and above its few elements") {
  std::mt19937 random(1);
  const auto below = [&](std::size_t bound) { return static_cast<std::size_t>(random() % bound); };
  const Element counted = std::make_shared<int>(7);
  {
    Few vector, other;
    std::vector<Element> expected, expected_other;
    for (int step = 0; step < 20'000; ++step) {
      const auto at = static_cast<std::ptrdiff_t>(below(expected.size() + 1));
      const std::size_t count = below(3);
      switch (below(12)) {
        case 0:
          vector.push_back(counted);
          expected.push_back(counted);
          break;
        case 1:
          if (expected.empty()) break;
          vector.pop_back();
          expected.pop_back();
          break;
        case 2:
          vector.insert(vector.begin() + at, counted);
          expected.insert(expected.begin() + at, counted);
          break;
        case 3:
          vector.insert(vector.begin() + at, count, nullptr);
          expected.insert(expected.begin() + at, count, nullptr);
          break;
        case 4:
          if (at == static_cast<std::ptrdiff_t>(expected.size())) break;
          vector.erase(vector.begin() + at);
          expected.erase(expected.begin() + at);
          break;
        case 5:
          vector.erase(vector.begin(), vector.begin() + at);
          expected.erase(expected.begin(), expected.begin() + at);
          break;
        case 6:
          vector.resize(count * 3, counted);
          expected.resize(count * 3, counted);
          break;
        case 7:
          vector = other;
          expected = expected_other;
          break;
        case 8:
          std::swap(vector, other);
          std::swap(expected, expected_other);
          break;
        case 9:
          vector = std::move(other);
          expected = std::exchange(expected_other, {});
          break;
        case 10:
          if (expected.empty()) break;
          vector.assign(count * 2, vector.back());
          expected.assign(count * 2, Element(expected.back()));
          break;
        default:
          CHECK(erase(vector, nullptr) == static_cast<std::size_t>(std::erase(expected, nullptr)));
      }
      REQUIRE(same(vector, expected));
      REQUIRE(same(other, expected_other));
      REQUIRE((vector == other) == (expected == expected_other));
    }
  }
  CHECK(counted.use_count() == 1);
}

TEST_CASE("an inline vector that is assigned to itself stays as it is") {
  for (const std::size_t count : {2, 5}) {
    Few vector;
    vector.assign(count, std::make_shared<int>(7));
    Few& same_one = vector;
    vector = same_one;
    vector = std::move(same_one);
    REQUIRE(vector.size() == count);
    for (const Element& element : vector) CHECK(*element == 7);
    CHECK(vector[0].use_count() == static_cast<long>(count));
  }
}

TEST_CASE("an inline vector says which place it lacks") {
  const InlineVector<int, 2> two = {1, 2};
  CHECK(two.at(1) == 2);
  CHECK_THROWS_WITH(two.at(2), "InlineVector::at");
}
