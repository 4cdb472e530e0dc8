// A set of a contraction's labels. An operand has few of them, a long chain thousands: the members are kept,
// in order.
#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <span>
#include <vector>

namespace tcalc {

class LabelSet {
 public:
  void insert(int label) {
    const auto at = std::ranges::lower_bound(labels_, label);
    if (at == labels_.end() || *at != label) labels_.insert(at, label);
  }
  bool contains(int label) const { return std::ranges::binary_search(labels_, label); }
  bool contains_all(const LabelSet& other) const { return std::ranges::includes(labels_, other.labels_); }

  auto begin() const { return labels_.begin(); }
  auto end() const { return labels_.end(); }

  friend LabelSet operator|(const LabelSet& x, const LabelSet& y) {
    LabelSet both;
    both.labels_.reserve(x.labels_.size() + y.labels_.size());
    std::ranges::set_union(x.labels_, y.labels_, std::back_inserter(both.labels_));
    return both;
  }
  friend LabelSet operator&(const LabelSet& x, const LabelSet& y) {
    LabelSet common;
    std::ranges::set_intersection(x.labels_, y.labels_, std::back_inserter(common.labels_));
    return common;
  }
  friend bool operator==(const LabelSet&, const LabelSet&) = default;

  // The product of the members' extents; what is beyond all bounds is `huge`, which can still be summed.
  double size(std::span<const double> extents) const {
    double product = 1;
    for (const int label : labels_) {
      product *= extents[static_cast<std::size_t>(label)];
      if (product > huge) product = huge;
    }
    return product;
  }
  static constexpr double huge = 1e300;

 private:
  std::vector<int> labels_;
};

}  // namespace tcalc
