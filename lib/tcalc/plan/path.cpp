#include <algorithm>
#include <numeric>
#include <utility>

#include <tcalc/plan/label_uses.hpp>
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
  PathBuilder(const Contraction& contraction, std::span<const Extents> operands)
      : whole_(contraction), place_(contraction.labels.size()), uses_(contraction.labels.size()) {
    for (const Label& label : whole_.labels)
      network_.extents.push_back(static_cast<double>(label.extent.size()));
    network_.result = set_of(whole_.result);
    uses_.add(network_.result);
    for (std::size_t i = 0; i < operands.size(); ++i) {
      terms_.push_back({whole_.operands[i], own_labels(i, operands[i]), whole_.conjugate[i] != 0});
      uses_.add(terms_.back().labels);
    }
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
    const Order order = cheapest_order(network_, most_elements);
    for (std::size_t pair = 0; pair < order.size(); ++pair) {
      const int left = current[static_cast<std::size_t>(order[pair].first)];
      const int right = current[static_cast<std::size_t>(order[pair].second)];
      current.push_back(add_pair(left, right, pair + 1 == order.size()));
    }
    return std::move(path_);
  }

 private:
  LabelSet set_of(const AxisLabels& labels) const {
    LabelSet set;
    for (const int label : labels) {
      if (!whole_.extent(label).is(1)) set.insert(label);
    }
    return set;
  }

  // An axis of size 1 under a larger label is broadcast: the operand does not have that label.
  LabelSet own_labels(std::size_t operand, const Extents& extents) const {
    LabelSet set;
    for (std::size_t axis = 0; axis < extents.size(); ++axis) {
      if (extents[axis] != 1) set.insert(whole_.operands[operand][axis]);
    }
    return set;
  }

  AxisLabels labels_that_are_summed_alone(int operand) const {
    AxisLabels lonely;
    for (const int label : labels_of(operand)) {
      if (uses_.count(label) == 1) lonely.push_back(label);
    }
    return lonely;
  }

  const LabelSet& labels_of(int term) const { return terms_[static_cast<std::size_t>(term)].labels; }

  // The contraction of some terms to `result`, with the labels that these have, in the order of the whole;
  // those that none of the terms moves along are of size 1.
  Step step_of(std::vector<int> terms, const AxisLabels& result) {
    Step step;
    step.contraction = Contraction(terms.size());
    step.terms = std::move(terms);
    take_labels(step, result);
    for (std::size_t i = 0; i < step.terms.size(); ++i) {
      const Term& term = terms_[static_cast<std::size_t>(step.terms[i])];
      step.contraction.operands[i] = in_places(term.axes);
      step.contraction.conjugate[i] = term.conjugate;
    }
    step.contraction.result = in_places(result);
    return step;
  }

  void take_labels(Step& step, const AxisLabels& result) {
    LabelSet all, kept;
    for (const int label : result) kept.insert(label);
    for (const int term : step.terms) {
      for (const int label : terms_[static_cast<std::size_t>(term)].axes) all.insert(label);
    }
    for (const int label : all | kept) {
      const auto owners =
          std::ranges::count_if(step.terms, [&](int term) { return labels_of(term).contains(label); });
      const Group group = !kept.contains(label) ? Group::contracted : owners > 1 ? Group::batch : Group::free;
      place_[static_cast<std::size_t>(label)] =
          step.contraction.add(group, owners == 0 ? Dim(1) : whole_.extent(label));
      step.labels.push_back(label);
      if (!whole_.names.empty())
        step.contraction.names.push_back(whole_.names[static_cast<std::size_t>(label)]);
    }
  }

  AxisLabels in_places(const AxisLabels& labels) const {
    AxisLabels places;
    for (const int label : labels) places.push_back(place_[static_cast<std::size_t>(label)]);
    return places;
  }

  int add(Step step, const AxisLabels& result, const LabelSet& labels) {
    LabelSet kept = set_of(result);
    const bool alone = step.terms.size() == 1;
    const double all = labels.size(network_.extents);
    step.elements = kept.size(network_.extents);
    step.flops = alone ? (labels == kept ? 0 : all) : flops_of(labels, kept, network_.extents);
    for (const int term : step.terms) uses_.remove(labels_of(term));
    uses_.add(kept);
    terms_.push_back({result, std::move(kept), false});
    path_.push_back(std::move(step));
    return static_cast<int>(terms_.size()) - 1;
  }

  int add_single(int term, const AxisLabels& result) {
    const LabelSet labels = labels_of(term);
    return add(step_of({term}, result), result, labels);
  }

  int sum_alone(int operand, const AxisLabels& lonely) {
    std::vector<int> kept;
    for (const int label : terms_[static_cast<std::size_t>(operand)].axes) {
      const bool wanted = labels_of(operand).contains(label) &&
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
    const AxisLabels result =
        is_last ? whole_.result : AxisLabels(intermediate_axes(x, y, uses_.kept(x.labels, y.labels)));
    return add(step_of({left, right}, result), result, labels);
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
  std::vector<int> place_;  // of each label in the step that is being made
  LabelUses uses_;
  std::vector<Step> path_;
};

// Whether the operand moves along the label.
bool has(const AxisLabels& labels, const Extents& extents, int label) {
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
  Step step;
  step.terms = {0, 1};
  step.contraction = contraction;
  step.labels.resize(contraction.labels.size());
  std::iota(step.labels.begin(), step.labels.end(), 0);
  step.flops = work * (adds ? 2 : 1);
  step.elements = elements;
  return step;
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
