#include <algorithm>
#include <optional>
#include <utility>

#include <tcalc/core/formatted.hpp>
#include <tcalc/frameworks/einsum_search.hpp>
#include <tcalc/frameworks/want.hpp>

namespace tcalc {

namespace {

// What an axis of the result may be is tried this often in all: some milliseconds.
constexpr int most_tries = 300'000;

constexpr int none = -1;

// Where an axis comes from: an axis of A, one of B, or both.
struct Origin {
  int a = none, b = none;
};

// What is unlikely to be meant costs more than what is only unusual.
constexpr int cost_of_lonely_sum = 16;
constexpr int cost_of_broadcast = 3;
constexpr int cost_of_disorder = 2;
constexpr int cost_of_late_batch = 1;

struct Found {
  int cost;
  int lonely;  // axes that are summed alone
  std::vector<Origin> result, summed;
};

class Search {
 public:
  Search(const Shape& a, const Shape& b, const Shape& wanted, std::size_t most)
      : a_(a), b_(b), wanted_(wanted), most_(most) {
    used_a_.resize(static_cast<std::size_t>(a.rank()));
    used_b_.resize(static_cast<std::size_t>(b.rank()));
  }

  std::vector<Found> run() {
    extend(0);
    return std::move(found_);
  }

 private:
  bool is_free(const std::vector<bool>& used, int axis) const {
    return !used[static_cast<std::size_t>(axis)];
  }
  bool gives(const Dim& own, int place) const { return equal(own, wanted_[place]).has_value(); }

  // The extra cost of an origin for the next axis of the result, after those that stand there.
  int cost_of(Origin origin) const {
    int cost = 0;
    for (const Origin& before : result_) {
      if ((origin.a != none && before.a > origin.a) || (origin.b != none && before.b > origin.b))
        cost = cost_of_disorder;
    }
    const bool is_pair = origin.a != none && origin.b != none;
    if (is_pair && !equal(a_[origin.a], b_[origin.b])) cost += cost_of_broadcast;
    if (is_pair && origin.a != origin.b) cost += cost_of_late_batch;
    if (!result_.empty()) {
      const Origin& last = result_.back();
      const bool last_is_pair = last.a != none && last.b != none;
      if (is_pair && !last_is_pair) cost += cost_of_late_batch;
      if (origin.b == none && last.a == none) cost += cost_of_late_batch;  // of A after one of B
    }
    return cost;
  }

  bool hopeless(int cost) const { return found_.size() == most_ && cost >= found_.back().cost; }

  void extend(int place) {
    if (place == wanted_.rank()) return finish();
    for (int x = 0; x < a_.rank(); ++x) {
      if (!is_free(used_a_, x)) continue;
      for (int y = 0; y < b_.rank(); ++y) {
        if (!is_free(used_b_, y)) continue;
        const auto joined = broadcast(a_[x], b_[y]);
        if (joined && gives(*joined, place) && !attempt({x, y}, place)) return;
      }
    }
    for (int x = 0; x < a_.rank(); ++x) {
      if (is_free(used_a_, x) && gives(a_[x], place) && !attempt({x, none}, place)) return;
    }
    for (int y = 0; y < b_.rank(); ++y) {
      if (is_free(used_b_, y) && gives(b_[y], place) && !attempt({none, y}, place)) return;
    }
  }

  // False once enough was tried.
  bool attempt(Origin origin, int place) {
    if (++tries_ > most_tries) return false;
    const int cost = cost_of(origin);
    if (hopeless(cost_ + cost)) return true;
    take(origin, true);
    cost_ += cost;
    result_.push_back(origin);
    extend(place + 1);
    result_.pop_back();
    cost_ -= cost;
    take(origin, false);
    return tries_ <= most_tries;
  }

  void take(Origin origin, bool taken) {
    if (origin.a != none) used_a_[static_cast<std::size_t>(origin.a)] = taken;
    if (origin.b != none) used_b_[static_cast<std::size_t>(origin.b)] = taken;
  }

  // Axes left over meet the first of equal size in the other operand.
  void finish() {
    Found found = {cost_, 0, result_, {}};
    std::vector<bool> met(used_b_);
    for (int x = 0; x < a_.rank(); ++x) {
      if (!is_free(used_a_, x)) continue;
      Origin origin = {x, none};
      for (int y = 0; y < b_.rank() && origin.b == none; ++y) {
        if (is_free(met, y) && equal(a_[x], b_[y])) origin.b = y;
      }
      if (origin.b != none) met[static_cast<std::size_t>(origin.b)] = true;
      add_summed(found, origin, a_[x]);
    }
    for (int y = 0; y < b_.rank(); ++y) {
      if (is_free(met, y)) add_summed(found, {none, y}, b_[y]);
    }
    if (hopeless(found.cost) || sums_both_alone(found)) return;
    const auto after = std::ranges::upper_bound(found_, found.cost, {}, &Found::cost);
    found_.insert(after, std::move(found));
    if (found_.size() > most_) found_.pop_back();
  }

  // Axes of different sizes on both sides: nobody sums them apart.
  bool sums_both_alone(const Found& found) const {
    const auto of_a = [&](const Origin& own) { return own.b == none && !a_[own.a].is(1); };
    const auto of_b = [&](const Origin& own) { return own.a == none && !b_[own.b].is(1); };
    return std::ranges::any_of(found.summed, of_a) && std::ranges::any_of(found.summed, of_b);
  }

  static void add_summed(Found& found, Origin origin, const Dim& dim) {
    found.summed.push_back(origin);
    const bool alone = origin.a == none || origin.b == none;
    if (!alone) return;
    found.cost += dim.is(1) ? cost_of_late_batch : cost_of_lonely_sum;
    found.lonely += dim.is(1) ? 0 : 1;
  }

  const Shape& a_;
  const Shape& b_;
  const Shape& wanted_;
  const std::size_t most_;
  std::vector<bool> used_a_, used_b_;
  std::vector<Origin> result_;
  std::vector<Found> found_;
  int cost_ = 0, tries_ = 0;
};

Contraction contraction_of(const Found& found, const Shape& a, const Shape& b) {
  Contraction contraction;
  contraction.operands[0].resize(static_cast<std::size_t>(a.rank()));
  contraction.operands[1].resize(static_cast<std::size_t>(b.rank()));
  const auto add = [&](Origin origin, Group group) {
    const bool is_pair = origin.a != none && origin.b != none;
    const Dim extent = is_pair            ? *broadcast(a[origin.a], b[origin.b])
                       : origin.a != none ? a[origin.a]
                                          : b[origin.b];
    const int label = contraction.add(group, extent);
    if (origin.a != none) contraction.operands[0][static_cast<std::size_t>(origin.a)] = label;
    if (origin.b != none) contraction.operands[1][static_cast<std::size_t>(origin.b)] = label;
    return label;
  };
  for (const Origin& origin : found.result) {
    const bool is_pair = origin.a != none && origin.b != none;
    contraction.result.push_back(add(origin, is_pair ? Group::batch : Group::free));
  }
  for (const Origin& origin : found.summed) add(origin, Group::contracted);
  return contraction;
}

}  // namespace

std::vector<Contraction> einsums_giving(const Operand& a, const Operand& b, const Shape& wanted,
                                        std::size_t most) {
  std::vector<Contraction> contractions;
  if (wanted.rank() > a.shape.rank() + b.shape.rank()) return contractions;
  const std::vector<Found> found = Search(a.shape, b.shape, wanted, most).run();
  for (const Found& own : found) {
    if (own.lonely > found.front().lonely) break;  // hardly meant
    contractions.push_back(contraction_of(own, a.shape, b.shape));
  }
  return contractions;
}

std::vector<std::string> summed_alone(const Contraction& contraction, const Operand& a, const Operand& b) {
  std::vector<std::string> axes;
  const auto has = [](const AxisLabels& labels, int label) {
    return std::ranges::find(labels, label) != labels.end();
  };
  for (const std::size_t place : {0U, 1U}) {
    const Operand& own = place == 0 ? a : b;
    const AxisLabels& labels = contraction.operands[place];
    for (std::size_t axis = 0; axis < labels.size(); ++axis) {
      const bool alone =
          !has(contraction.operands[1 - place], labels[axis]) && !has(contraction.result, labels[axis]);
      if (alone && !own.shape[static_cast<int>(axis)].is(1))
        axes.push_back(formatted("axis {} of {}", axis, own.name));
    }
  }
  return axes;
}

}  // namespace tcalc
