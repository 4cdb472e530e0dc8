// In which order the operands of a product meet, two at a time: the search, on sets of labels alone.
#pragma once

#include <span>
#include <utility>
#include <vector>

#include <tcalc/plan/label_set.hpp>

namespace tcalc {

// What the search knows of a contraction.
struct Network {
  std::vector<LabelSet> operands;  // labels of the axes of each
  LabelSet result;
  std::vector<double> extents;  // of each label
};

// Two terms that meet: operands are 0 to n - 1, the outcome of pair i is n + i. The last outcome is the
// result.
using Order = std::vector<std::pair<int, int>>;

// Multiplications and additions of one meeting of terms with these labels, of which `kept` stay.
double flops_of(const LabelSet& labels, const LabelSet& kept, std::span<const double> extents);

// All of them together.
double flops_of(const Network& network, const Order& order);

// The order with the fewest FLOPs in which no intermediate has more than `most_elements`; without that bound
// where none keeps to it. Exact for up to `exhaustive_operands`, over all orders; beyond, the best of:
// products of neighbours only (exact for a chain, numpy.linalg.multi_dot), and two greedy ones, smallest
// growth first and fewest FLOPs first.
inline constexpr std::size_t exhaustive_operands = 9;
Order cheapest_order(const Network& network, double most_elements);

}  // namespace tcalc
