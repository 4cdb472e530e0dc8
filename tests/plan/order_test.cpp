// The order in which operands meet: never more FLOPs than any other order has, where that can be tried.
#include <limits>
#include <random>
#include <tests/support/catch.hpp>
#include <vector>

#include <tcalc/plan/order.hpp>

using namespace tcalc;

namespace {

constexpr double no_limit = std::numeric_limits<double>::infinity();

// Operands as lists of labels.
Network network_of(const std::vector<std::vector<int>>& operands, const std::vector<int>& result,
                   std::vector<double> extents) {
  Network network;
  network.extents = std::move(extents);
  const auto set_of = [&](const std::vector<int>& labels) {
    LabelSet set;
    for (const int label : labels) set.insert(label);
    return set;
  };
  for (const std::vector<int>& operand : operands) network.operands.push_back(set_of(operand));
  network.result = set_of(result);
  return network;
}

Network random_network(std::mt19937& engine, int operands) {
  constexpr int labels = 7;
  std::vector<double> extents;
  for (int label = 0; label < labels; ++label) extents.push_back(2.0 + static_cast<double>(engine() % 8));
  std::vector<std::vector<int>> all(static_cast<std::size_t>(operands));
  std::vector<int> result;
  for (int label = 0; label < labels; ++label) {
    for (auto& operand : all) {
      if (engine() % 3 == 0) operand.push_back(label);
    }
    if (engine() % 4 == 0) result.push_back(label);
  }
  return network_of(all, result, std::move(extents));
}

// Every way to join the living terms, two at a time.
double least_of_all(const Network& network, Order& order, const std::vector<int>& living) {
  if (living.size() == 1) return flops_of(network, order);
  double least = no_limit;
  for (std::size_t i = 0; i < living.size(); ++i) {
    for (std::size_t j = i + 1; j < living.size(); ++j) {
      std::vector<int> rest;
      for (std::size_t k = 0; k < living.size(); ++k) {
        if (k != i && k != j) rest.push_back(living[k]);
      }
      rest.push_back(static_cast<int>(network.operands.size() + order.size()));
      order.emplace_back(living[i], living[j]);
      least = std::min(least, least_of_all(network, order, rest));
      order.pop_back();
    }
  }
  return least;
}

// Matrices of sizes d[0] x d[1], d[1] x d[2], ...
Network chain(const std::vector<double>& sizes) {
  std::vector<std::vector<int>> operands;
  for (int i = 0; i + 1 < static_cast<int>(sizes.size()); ++i) operands.push_back({i, i + 1});
  return network_of(operands, {0, static_cast<int>(sizes.size()) - 1}, sizes);
}

// The textbook's matrix chain.
double least_of_chain(const std::vector<double>& sizes) {
  const std::size_t count = sizes.size() - 1;
  std::vector<std::vector<double>> least(count, std::vector<double>(count, 0));
  for (std::size_t length = 1; length < count; ++length) {
    for (std::size_t first = 0; first + length < count; ++first) {
      const std::size_t last = first + length;
      least[first][last] = no_limit;
      for (std::size_t cut = first; cut < last; ++cut) {
        const double flops = 2 * sizes[first] * sizes[cut + 1] * sizes[last + 1];
        least[first][last] = std::min(least[first][last], least[first][cut] + least[cut + 1][last] + flops);
      }
    }
  }
  return least[0][count - 1];
}

// Every operand, and every product of two but the last, meets another once.
void check_joins_once(const Order& order, std::size_t operands) {
  REQUIRE(order.size() + 1 == operands);
  std::vector<int> met(2 * operands - 1, 0);
  for (std::size_t pair = 0; pair < order.size(); ++pair) {
    const int outcome = static_cast<int>(operands + pair);
    CHECK(order[pair].first < outcome);
    CHECK(order[pair].second < outcome);
    ++met[static_cast<std::size_t>(order[pair].first)];
    ++met[static_cast<std::size_t>(order[pair].second)];
  }
  for (std::size_t term = 0; term + 1 < met.size(); ++term) CHECK(met[term] == 1);
}

}  // namespace

TEST_CASE("of up to 5 operands no order takes fewer FLOPs than the one that is found") {
  std::mt19937 engine(1);
  for (int round = 0; round < 60; ++round) {
    const int operands = 2 + round % 4;
    const Network network = random_network(engine, operands);
    std::vector<int> living;
    for (int operand = 0; operand < operands; ++operand) living.push_back(operand);
    Order order;
    const double least = least_of_all(network, order, living);
    CAPTURE(round);
    CHECK(flops_of(network, cheapest_order(network, no_limit)) == least);
  }
}

TEST_CASE("a chain of any length is multiplied in its best order") {
  std::mt19937 engine(2);
  for (const std::size_t count : {2, 3, 8, 9, 10, 17, 40, 100}) {
    std::vector<double> sizes;
    for (std::size_t i = 0; i <= count; ++i) sizes.push_back(2.0 + static_cast<double>(engine() % 99));
    CAPTURE(count);
    CHECK(flops_of(chain(sizes), cheapest_order(chain(sizes), no_limit)) == least_of_chain(sizes));
  }
}

TEST_CASE("an order joins every operand once, and is found at once for hundreds") {
  std::mt19937 engine(3);
  for (const int operands : {1, 2, 10, 40, 300}) {
    std::vector<std::vector<int>> all(static_cast<std::size_t>(operands));
    std::vector<double> extents;
    for (int label = 0; label < 2 * operands; ++label) {
      extents.push_back(2);
      all[engine() % all.size()].push_back(label);
      all[engine() % all.size()].push_back(label);
    }
    check_joins_once(cheapest_order(network_of(all, {}, extents), no_limit), all.size());
  }
}

TEST_CASE("hundreds of operands that share one label all meet, also those that were not paired at first") {
  for (const int operands : {150, 250}) {
    std::vector<std::vector<int>> all;
    std::vector<double> extents = {2};
    for (int operand = 0; operand < operands; ++operand) {
      all.push_back({0, operand + 1});
      extents.push_back(2);
    }
    for (const double bound : {no_limit, 4.0})
      check_joins_once(cheapest_order(network_of(all, {}, extents), bound), all.size());
  }
}

TEST_CASE("of a long chain no intermediate is beyond a bound that another order keeps to") {
  // Long and short by turns: a product of two that are joined at a short one is large.
  std::vector<double> sizes = {2};
  for (int i = 0; i < 11; ++i) sizes.push_back(i % 2 == 0 ? 1000 : 10);
  sizes.push_back(3);
  const Network network = chain(sizes);
  const auto largest = [&](const Order& order) {
    std::vector<LabelSet> terms = network.operands;
    double most = 0;
    for (std::size_t pair = 0; pair + 1 < order.size(); ++pair) {
      const LabelSet &x = terms[static_cast<std::size_t>(order[pair].first)],
                     &y = terms[static_cast<std::size_t>(order[pair].second)];
      LabelSet ends;
      for (int label = 0; label < static_cast<int>(sizes.size()); ++label) {
        if (x.contains(label) != y.contains(label)) ends.insert(label);
      }
      most = std::max(most, ends.size(network.extents));
      terms.push_back(ends);
    }
    return most;
  };
  CHECK(largest(cheapest_order(network, no_limit)) > 500);
  CHECK(largest(cheapest_order(network, 500)) <= 500);
  check_joins_once(cheapest_order(network, 1), network.operands.size());  // nothing keeps to it
}

TEST_CASE("a bound on the intermediates changes the order, and is left where nothing keeps to it") {
  // ab,bc has 200 elements; bc,cd has 100, and takes more FLOPs.
  const Network network = network_of({{0, 1}, {1, 2}, {2, 3}}, {0, 3}, {2, 10, 100, 10});
  const Order freely = cheapest_order(network, no_limit);
  CHECK(freely == Order{{0, 1}, {3, 2}});
  const Order bounded = cheapest_order(network, 150);
  CHECK(bounded == Order{{1, 2}, {0, 3}});
  CHECK(flops_of(network, freely) < flops_of(network, bounded));
  CHECK(cheapest_order(network, 1) == freely);
}

TEST_CASE("sizes beyond all bounds still have an order") {
  const double huge = 9e18;
  const std::vector<std::vector<int>> operands(
      9, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17});
  const Network network = network_of(operands, {}, std::vector<double>(18, huge));
  CHECK(cheapest_order(network, no_limit).size() == 8);
  Network empty = network;
  empty.extents[17] = 0;
  CHECK(cheapest_order(empty, no_limit).size() == 8);
}
