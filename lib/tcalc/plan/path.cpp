#include <algorithm>
#include <array>
#include <utility>

#include <tcalc/plan/order.hpp>
#include <tcalc/plan/path.hpp>

namespace tcalc {

namespace {

// One operand or intermediate: the label of each of its axes, and which of them it moves along.
struct Term {
  std::vector<int> axes;
  LabelSet labels;
  bool conjugate = false;
};

class PathBuilder {
 public:
  PathBuilder(const Contraction& contraction, std::span<const Extents> operands) : whole_(contraction) {
    for (const Label& label : whole_.labels)
      network_.extents.push_back(static_cast<double>(label.extent.size()));
    network_.result = set_of(whole_.result);
    for (std::size_t i = 0; i < operands.size(); ++i)
      terms_.push_back({whole_.operands[i], own_labels(i, operands[i]), whole_.conjugate[i]});
  }

  std::vector<Step> build(double most_elements) {
    const int count = static_cast<int>(terms_.size());
    if (count == 1) {
      add_single(0, whole_.result);
      return std::move(path_);
    }
    std::vector<int> current;  // the term that each operand has become
    for (int operand = 0; operand < count; ++operand) {
      const std::vector<int> lonely = labels_that_are_summed_alone(operand);
      current.push_back(lonely.empty() ? operand : sum_alone(operand, lonely));
    }
    for (const int term : current) network_.operands.push_back(terms_[static_cast<std::size_t>(term)].labels);
    living_ = current;
    const Order order = cheapest_order(network_, most_elements);
    for (std::size_t pair = 0; pair < order.size(); ++pair) {
      const int left = std::exchange(living_[static_cast<std::size_t>(order[pair].first)], gone);
      const int right = std::exchange(living_[static_cast<std::size_t>(order[pair].second)], gone);
      living_.push_back(add_pair(left, right, pair + 1 == order.size()));
    }
    return std::move(path_);
  }

 private:
  LabelSet set_of(const std::vector<int>& labels) const {
    LabelSet set(whole_.labels.size());
    for (const int label : labels) {
      if (!whole_.extent(label).is(1)) set.insert(label);
    }
    return set;
  }

  // An axis of size 1 under a larger label is broadcast: the operand does not have that label.
  LabelSet own_labels(std::size_t operand, const Extents& extents) const {
    LabelSet set(whole_.labels.size());
    for (std::size_t axis = 0; axis < extents.size(); ++axis) {
      if (extents[axis] != 1) set.insert(whole_.operands[operand][axis]);
    }
    return set;
  }

  std::vector<int> labels_that_are_summed_alone(int operand) const {
    std::vector<int> lonely;
    for (int label = 0; label < static_cast<int>(whole_.labels.size()); ++label) {
      if (!terms_[static_cast<std::size_t>(operand)].labels.contains(label) ||
          network_.result.contains(label))
        continue;
      const auto owners =
          std::ranges::count_if(std::span(terms_).first(whole_.operands.size()),
                                [label](const Term& term) { return term.labels.contains(label); });
      if (owners == 1) lonely.push_back(label);
    }
    return lonely;
  }

  // The contraction of some terms to `result`: labels that none of them moves along are of size 1.
  Contraction contraction_of(std::span<const int> terms, const std::vector<int>& result) const {
    Contraction step(terms.size());
    step.labels = whole_.labels;
    step.names = whole_.names;
    step.result = result;
    for (std::size_t i = 0; i < terms.size(); ++i) {
      const Term& term = terms_[static_cast<std::size_t>(terms[i])];
      step.operands[i] = term.axes;
      step.conjugate[i] = term.conjugate;
    }
    for (int label = 0; label < static_cast<int>(step.labels.size()); ++label) {
      std::size_t owners = 0;
      for (const int term : terms)
        owners += terms_[static_cast<std::size_t>(term)].labels.contains(label) ? 1 : 0;
      Label& own = step.labels[static_cast<std::size_t>(label)];
      const bool kept = std::ranges::find(result, label) != result.end();
      own.group = !kept ? Group::contracted : owners > 1 ? Group::batch : Group::free;
      if (owners == 0) own.extent = 1;
    }
    return step;
  }

  int add(std::vector<int> terms, Contraction contraction, const LabelSet& labels) {
    const LabelSet kept = set_of(contraction.result);
    const double elements = kept.size(network_.extents);
    const double all = labels.size(network_.extents);
    const bool alone = terms.size() == 1;
    const double flops = alone ? (labels == kept ? 0 : all) : flops_of(labels, kept, network_.extents);
    terms_.push_back({contraction.result, kept, false});
    path_.push_back({std::move(terms), std::move(contraction), flops, elements});
    return static_cast<int>(terms_.size()) - 1;
  }

  int add_single(int term, const std::vector<int>& result) {
    const LabelSet labels = terms_[static_cast<std::size_t>(term)].labels;
    return add({term}, contraction_of(std::array{term}, result), labels);
  }

  int sum_alone(int operand, const std::vector<int>& lonely) {
    std::vector<int> kept;
    for (const int label : terms_[static_cast<std::size_t>(operand)].axes) {
      const bool wanted = terms_[static_cast<std::size_t>(operand)].labels.contains(label) &&
                          std::ranges::find(lonely, label) == lonely.end() &&
                          std::ranges::find(kept, label) == kept.end();
      if (wanted) kept.push_back(label);
    }
    return add_single(operand, kept);
  }

  int add_pair(int left, int right, bool is_last) {
    const Term& x = terms_[static_cast<std::size_t>(left)];
    const Term& y = terms_[static_cast<std::size_t>(right)];
    const LabelSet labels = x.labels | y.labels;
    std::vector<int> result = whole_.result;
    if (!is_last) {
      LabelSet needed = network_.result;
      for (const int term : living_) {
        if (term != gone) needed |= terms_[static_cast<std::size_t>(term)].labels;
      }
      result = intermediate_axes(x, y, needed);
    }
    Contraction contraction = contraction_of(std::array{left, right}, result);
    return add({left, right}, std::move(contraction), labels);
  }

  // Labels of both terms first, then those of the left one, then those of the right one: a stack of matrices.
  static std::vector<int> intermediate_axes(const Term& x, const Term& y, const LabelSet& needed) {
    std::vector<int> shared, of_x, of_y;
    const auto take = [&](const Term& term, const Term& other, std::vector<int>& own, bool first) {
      for (const int label : term.axes) {
        if (!term.labels.contains(label) || !needed.contains(label)) continue;
        const bool both = other.labels.contains(label);
        if (both && !first) continue;
        std::vector<int>& list = both ? shared : own;
        if (std::ranges::find(list, label) == list.end()) list.push_back(label);
      }
    };
    take(x, y, of_x, true);
    take(y, x, of_y, false);
    shared.insert(shared.end(), of_x.begin(), of_x.end());
    shared.insert(shared.end(), of_y.begin(), of_y.end());
    return shared;
  }

  const Contraction& whole_;
  Network network_;
  std::vector<Term> terms_;
  static constexpr int gone = -1;
  std::vector<int> living_;  // the term at each place of the order, while it has not met another
  std::vector<Step> path_;
};

// Whether the operand moves along the label.
bool has(const std::vector<int>& labels, const Extents& extents, int label) {
  for (std::size_t axis = 0; axis < labels.size(); ++axis) {
    if (labels[axis] == label && extents[axis] != 1) return true;
  }
  return false;
}

// The step of a contraction that is its own only one.
Step only_step(const Contraction& contraction, const Extents& a, const Extents& b) {
  double work = 1, elements = 1;
  bool adds = false;
  for (int label = 0; label < static_cast<int>(contraction.labels.size()); ++label) {
    const double extent = static_cast<double>(contraction.extent(label).size());
    const bool kept = std::ranges::find(contraction.result, label) != contraction.result.end();
    const bool moves = has(contraction.operands[0], a, label) || has(contraction.operands[1], b, label);
    if (kept) elements = std::min(elements * extent, LabelSet::huge);
    if (moves) work = std::min(work * extent, LabelSet::huge);
    adds = adds || (moves && !kept);
  }
  return {{0, 1}, contraction, work * (adds ? 2 : 1), elements};
}

}  // namespace

bool is_one_step(const Contraction& contraction, const Extents& a, const Extents& b) {
  for (int label = 0; label < static_cast<int>(contraction.labels.size()); ++label) {
    const bool kept = std::ranges::find(contraction.result, label) != contraction.result.end();
    if (!kept && has(contraction.operands[0], a, label) != has(contraction.operands[1], b, label))
      return false;
  }
  return true;
}

std::vector<Step> make_path(const Contraction& contraction, std::span<const Extents> operands,
                            double most_elements) {
  if (operands.size() == 2 && is_one_step(contraction, operands[0], operands[1]))
    return {only_step(contraction, operands[0], operands[1])};
  return PathBuilder(contraction, operands).build(most_elements);
}

double flops_of(std::span<const Step> path) {
  double flops = 0;
  for (const Step& step : path) flops += step.flops;
  return flops;
}

double naive_flops(const Contraction& contraction) {
  double product = 1;
  bool sums = false;
  for (std::size_t label = 0; label < contraction.labels.size(); ++label) {
    const Label& own = contraction.labels[label];
    product *= static_cast<double>(own.extent.size());
    sums = sums || (own.group == Group::contracted && !own.extent.is(1));
  }
  const double multiplications = static_cast<double>(contraction.operands.size()) - 1;
  return product * (multiplications + (sums ? 1 : 0));
}

}  // namespace tcalc
