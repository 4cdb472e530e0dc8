#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <tuple>

#include <tcalc/plan/greedy.hpp>
#include <tcalc/plan/label_uses.hpp>
#include <tcalc/plan/order.hpp>

namespace tcalc {

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

// Products of neighbours take a time that grows with the cube of their number: 200 operands, 0.1 s.
constexpr std::size_t most_neighbours = 200;

// The first of two equally cheap ways is the one with smaller intermediates.
struct Cost {
  double flops = infinite;
  double elements = 0;  // of all intermediates

  friend bool operator<(const Cost& x, const Cost& y) {
    return std::tie(x.flops, x.elements) < std::tie(y.flops, y.elements);
  }
};

// For each group of operands its cheapest way, by dynamic programming; a group is an index of the table.
struct OperandGroup {
  LabelSet all, kept;  // labels of its operands, and those that others or the result need
  double elements = 1;
  Cost cost;
  std::size_t left = 0, right = 0;  // the two groups that meet last; equal for a single operand
};

void meet(std::vector<OperandGroup>& groups, std::size_t whole, std::size_t left, std::size_t right,
          std::span<const double> extents) {
  OperandGroup& group = groups[whole];
  const Cost& x = groups[left].cost;
  const Cost& y = groups[right].cost;
  if (x.flops == infinite || y.flops == infinite) return;
  const double flops = flops_of(groups[left].kept | groups[right].kept, group.kept, extents);
  const Cost cost = {x.flops + y.flops + flops, x.elements + y.elements + group.elements};
  if (!(cost < group.cost)) return;
  group.cost = cost;
  group.left = left;
  group.right = right;
}

// The pairs below a group, innermost first; returns the term that it is.
int unfold(const std::vector<OperandGroup>& groups, std::size_t whole, std::span<const int> operand_of,
           int operands, Order& order) {
  const OperandGroup& group = groups[whole];
  if (group.left == group.right) return operand_of[whole];
  const int left = unfold(groups, group.left, operand_of, operands, order);
  const int right = unfold(groups, group.right, operand_of, operands, order);
  order.emplace_back(left, right);
  return operands + static_cast<int>(order.size()) - 1;
}

void make_single(OperandGroup& group, const LabelSet& labels) {
  group.all = group.kept = labels;
  group.cost = {0, 0};
}

// Every order: groups are subsets of the operands.
std::optional<Order> best_of_all(const Network& network, double most_elements) {
  const std::size_t count = network.operands.size();
  const std::size_t full = (std::size_t{1} << count) - 1;
  std::vector<OperandGroup> groups(full + 1);
  std::vector<int> operand_of(full + 1, -1);
  for (std::size_t subset = 1; subset <= full; ++subset) {
    const std::size_t lowest = static_cast<std::size_t>(__builtin_ctzll(subset));
    groups[subset].all = groups[subset & (subset - 1)].all | network.operands[lowest];
    if ((subset & (subset - 1)) == 0) {
      operand_of[subset] = static_cast<int>(lowest);
      make_single(groups[subset], network.operands[lowest]);
    }
  }
  for (std::size_t subset = 1; subset <= full; ++subset) {
    OperandGroup& group = groups[subset];
    if (operand_of[subset] >= 0) continue;
    group.kept = group.all & (network.result | groups[full ^ subset].all);
    group.elements = group.kept.size(network.extents);
    if (subset != full && group.elements > most_elements) continue;
    const std::size_t first = subset & (~subset + 1);  // stays in the left group: each split once
    for (std::size_t left = (subset - 1) & subset; left > 0; left = (left - 1) & subset) {
      if ((left & first) != 0) meet(groups, subset, left, subset ^ left, network.extents);
    }
  }
  if (groups[full].cost.flops == infinite) return std::nullopt;
  Order order;
  unfold(groups, full, operand_of, static_cast<int>(count), order);
  return order;
}

// Products of neighbours: groups are runs of operands, `first * count + last`.
std::optional<Order> best_of_neighbours(const Network& network, double most_elements) {
  const std::size_t count = network.operands.size();
  std::vector<OperandGroup> groups(count * count);
  std::vector<int> operand_of(count * count, -1);
  const auto run = [count](std::size_t first, std::size_t last) { return first * count + last; };
  std::vector<LabelSet> before(count + 1), after(count + 1);  // of operands below, from an index on
  for (std::size_t i = 0; i < count; ++i) before[i + 1] = before[i] | network.operands[i];
  for (std::size_t i = count; i-- > 0;) after[i] = after[i + 1] | network.operands[i];
  for (std::size_t i = 0; i < count; ++i) {
    make_single(groups[run(i, i)], network.operands[i]);
    operand_of[run(i, i)] = static_cast<int>(i);
  }
  for (std::size_t length = 2; length <= count; ++length) {
    for (std::size_t first = 0; first + length <= count; ++first) {
      const std::size_t last = first + length - 1;
      OperandGroup& group = groups[run(first, last)];
      group.all = groups[run(first, last - 1)].all | network.operands[last];
      group.kept = group.all & (network.result | before[first] | after[last + 1]);
      group.elements = group.kept.size(network.extents);
      if (length < count && group.elements > most_elements) continue;
      for (std::size_t cut = first; cut < last; ++cut)
        meet(groups, run(first, last), run(first, cut), run(cut + 1, last), network.extents);
    }
  }
  if (groups[run(0, count - 1)].cost.flops == infinite) return std::nullopt;
  Order order;
  unfold(groups, run(0, count - 1), operand_of, static_cast<int>(count), order);
  return order;
}

}  // namespace

double flops_of(const LabelSet& labels, const LabelSet& kept, std::span<const double> extents) {
  const bool adds = !kept.contains_all(labels);
  return labels.size(extents) * (adds ? 2 : 1);
}

double flops_of(const Network& network, const Order& order) {
  std::vector<LabelSet> terms = network.operands;
  LabelUses uses(network.extents.size());
  uses.add(network.result);
  for (const LabelSet& term : terms) uses.add(term);
  double flops = 0;
  for (const auto& [left, right] : order) {
    const LabelSet& x = terms[static_cast<std::size_t>(left)];
    const LabelSet& y = terms[static_cast<std::size_t>(right)];
    LabelSet kept = uses.kept(x, y);
    flops += flops_of(x | y, kept, network.extents);
    uses.join(x, y, kept);
    terms.push_back(std::move(kept));
  }
  return flops;
}

Order cheapest_order(const Network& network, double most_elements) {
  const std::size_t count = network.operands.size();
  if (count <= exhaustive_operands) {
    auto best = best_of_all(network, most_elements);
    return best ? *best : *best_of_all(network, infinite);
  }
  std::vector<Order> orders;
  for (const Greed greed : {Greed::least_growth, Greed::fewest_flops})
    orders.push_back(greedy_order(network, greed, most_elements));
  if (count <= most_neighbours) {
    if (auto neighbours = best_of_neighbours(network, most_elements))
      orders.push_back(std::move(*neighbours));
  }
  return *std::ranges::min_element(orders, {}, [&](const Order& order) { return flops_of(network, order); });
}

}  // namespace tcalc
