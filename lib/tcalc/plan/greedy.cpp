#include <algorithm>
#include <functional>
#include <limits>
#include <queue>
#include <tuple>
#include <utility>

#include <tcalc/plan/greedy.hpp>
#include <tcalc/plan/label_uses.hpp>
#include <tcalc/plan/path.hpp>

namespace tcalc {

namespace {

// A term is paired with so many others that share a label with it, the youngest first. Up to so many terms
// all pairs are looked at; of thousands that share their labels, all would be millions.
constexpr std::size_t most_partners = 64;

class GreedySearch {
 public:
  GreedySearch(const Network& network, Greed greed, double most_elements)
      : network_(network),
        greed_(greed),
        most_elements_(most_elements),
        terms_(network.operands),
        alive_(terms_.size(), true),
        visited_(2 * terms_.size(), none),
        with_label_(network.extents.size()),
        uses_(network.extents.size()) {
    uses_.add(network.result);
    for (const LabelSet& term : terms_) uses_.add(term);
  }

  Order search() {
    const std::size_t pairs = terms_.size() - 1;
    for (std::size_t term = 0; term < terms_.size(); ++term) enter(term);
    while (order_.size() < pairs) {
      if (best_.empty() && !look_again()) {
        // Without a bound no two of them will ever share a label.
        if (most_elements_ == no_bound) {
          join_the_rest();
          break;
        }
        enter(join_smallest());
        continue;
      }
      const Pair pair = best_.top();
      best_.pop();
      if (alive_[pair.left] && alive_[pair.right]) enter(join(pair.left, pair.right));
    }
    return std::move(order_);
  }

 private:
  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  struct Pair {
    double cost;
    std::size_t left, right;
    bool operator>(const Pair& other) const {
      return std::tie(cost, left, right) > std::tie(other.cost, other.left, other.right);
    }
  };

  // Queues the term's pairs with earlier ones that share a label, and lists it under its labels.
  void enter(std::size_t term) {
    std::size_t partners = 0;
    for (const int label : terms_[term]) {
      std::vector<std::size_t>& others = with_label_[static_cast<std::size_t>(label)];
      for (std::size_t i = others.size(); i-- > 0 && partners < most_partners;) {
        if (!alive_[others[i]]) {
          others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
        } else if (std::exchange(visited_[others[i]], term) != term) {
          ++partners;
          consider(others[i], term);
        }
      }
      others.push_back(term);
    }
  }

  void consider(std::size_t left, std::size_t right) {
    const LabelSet &x = terms_[left], &y = terms_[right];
    const LabelSet kept = uses_.kept(x, y);
    const double elements = kept.size(network_.extents);
    if (elements > most_elements_) return;
    const double growth = elements - x.size(network_.extents) - y.size(network_.extents);
    const double flops = flops_of(x | y, kept, network_.extents);
    best_.push({greed_ == Greed::least_growth ? growth : flops, left, right});
  }

  // The partners of a living term may all have met others: its pairs are queued anew. False where no two
  // terms that may meet share a label.
  bool look_again() {
    for (std::vector<std::size_t>& terms : with_label_) terms.clear();
    visited_.assign(visited_.size(), none);
    for (std::size_t term = 0; term < terms_.size(); ++term) {
      if (alive_[term]) enter(term);
    }
    return !best_.empty();
  }

  std::size_t join(std::size_t left, std::size_t right) {
    LabelSet kept = uses_.kept(terms_[left], terms_[right]);
    uses_.join(terms_[left], terms_[right], kept);
    alive_[left] = alive_[right] = false;
    order_.emplace_back(static_cast<int>(left), static_cast<int>(right));
    terms_.push_back(std::move(kept));
    alive_.push_back(true);
    return terms_.size() - 1;
  }

  using Sized = std::pair<double, std::size_t>;
  using BySize = std::priority_queue<Sized, std::vector<Sized>, std::greater<>>;

  Sized sized(std::size_t term) const { return {terms_[term].size(network_.extents), term}; }

  BySize living_by_size() const {
    std::vector<Sized> living;
    for (std::size_t term = 0; term < terms_.size(); ++term) {
      if (alive_[term]) living.push_back(sized(term));
    }
    return BySize(std::greater<>(), std::move(living));
  }

  std::size_t join_two(BySize& terms) {
    const std::size_t x = terms.top().second;
    terms.pop();
    const std::size_t y = terms.top().second;
    terms.pop();
    return join(std::min(x, y), std::max(x, y));
  }

  std::size_t join_smallest() {
    BySize terms = living_by_size();
    return join_two(terms);
  }

  void join_the_rest() {
    BySize terms = living_by_size();
    while (terms.size() > 1) terms.push(sized(join_two(terms)));
  }

  const Network& network_;
  Greed greed_;
  double most_elements_;
  std::vector<LabelSet> terms_;
  std::vector<bool> alive_;
  std::vector<std::size_t> visited_;                  // for each term, the last that met it as a partner
  std::vector<std::vector<std::size_t>> with_label_;  // terms in the order they came, some of them gone
  LabelUses uses_;
  std::priority_queue<Pair, std::vector<Pair>, std::greater<>> best_;
  Order order_;
};

}  // namespace

Order greedy_order(const Network& network, Greed greed, double most_elements) {
  return GreedySearch(network, greed, most_elements).search();
}

}  // namespace tcalc
