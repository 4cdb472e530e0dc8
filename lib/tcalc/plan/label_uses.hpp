// How often each label is needed while terms meet two at a time: by those that have not met yet, and the
// result.
#pragma once

#include <vector>

#include <tcalc/plan/label_set.hpp>

namespace tcalc {

class LabelUses {
 public:
  explicit LabelUses(std::size_t label_count) : uses_(label_count) {}

  // A term, or the result.
  void add(const LabelSet& labels) {
    for (const int label : labels) ++of(label);
  }
  void remove(const LabelSet& labels) {
    for (const int label : labels) --of(label);
  }

  int count(int label) const { return uses_[static_cast<std::size_t>(label)]; }

  // The labels of two terms that others or the result need: those that stay when the two meet.
  LabelSet kept(const LabelSet& x, const LabelSet& y) const {
    LabelSet kept;
    for (const int label : x | y) {
      const int own = (x.contains(label) ? 1 : 0) + (y.contains(label) ? 1 : 0);
      if (count(label) > own) kept.insert(label);
    }
    return kept;
  }

  // The two have become one term.
  void join(const LabelSet& x, const LabelSet& y, const LabelSet& kept) {
    remove(x);
    remove(y);
    add(kept);
  }

 private:
  int& of(int label) { return uses_[static_cast<std::size_t>(label)]; }

  std::vector<int> uses_;
};

}  // namespace tcalc
