#include <algorithm>
#include <utility>

#include <tcalc/compare/blocks.hpp>
#include <tcalc/compare/common_dtype.hpp>
#include <tcalc/compare/compare.hpp>
#include <tcalc/compare/element.hpp>
#include <tcalc/core/load.hpp>
#include <tcalc/view/transpose.hpp>

namespace tcalc {

namespace {

// Where an element that is met while walking in memory order stands in C order.
class Places {
 public:
  Places(const Extents& extents, const std::vector<std::size_t>& order) {
    const Strides strides = c_strides(extents);
    for (const std::size_t axis : order) {
      const Axis next = {extents[axis], strides[axis]};
      const bool follows = !axes_.empty() && axes_.back().stride == next.extent * next.stride;
      if (follows)
        axes_.back() = {axes_.back().extent * next.extent, next.stride};
      else
        axes_.push_back(next);
    }
  }

  std::int64_t of(std::int64_t walked) const {
    if (axes_.empty()) return 0;
    std::int64_t place = 0;
    for (std::size_t axis = axes_.size() - 1; axis > 0; walked /= axes_[axis--].extent)
      place += walked % axes_[axis].extent * axes_[axis].stride;
    return place + walked * axes_.front().stride;
  }

 private:
  struct Axis {
    std::int64_t extent, stride;
  };
  std::vector<Axis> axes_;  // a single one where memory is in C order
};

// The largest value so far and the first place that has it; NaN is never larger.
template <class Value>
class Largest {
 public:
  void offer(Value value, std::int64_t place) {
    const bool larger = place_ ? value > value_ || (value == value_ && place < *place_) : !is_nan(value);
    if (!larger) return;
    value_ = value;
    place_ = place;
  }
  std::optional<std::int64_t> place() const { return place_; }

 private:
  Value value_{};
  std::optional<std::int64_t> place_;
};

// Looks at one block after the other, and closer only at those that are not equal throughout.
template <class Left, class Right>
class Comparer {
 public:
  Comparer(const Tolerance& tolerance, Places places, std::int64_t listed)
      : tolerance_(tolerance), places_(std::move(places)), listed_(static_cast<std::size_t>(listed)) {}

  // `walked`: elements before these.
  void add(const std::byte* left, const std::byte* right, std::int64_t count, std::int64_t walked) {
    if (unequal_values(left, right, count) == 0) return;
    const bool exact = tolerance_.is_exact();
    if (!exact && differing(left, right, count) == 0) return;
    for (std::int64_t i = 0; i < count; ++i) {
      const auto [x, y] = pair(left, right, i);
      const bool equal = exact ? has_same_value(x, y) : is_equal(x, y, tolerance_);
      if (!equal) note(x, y, places_.of(walked + i));
    }
  }

  Comparison result(std::int64_t elements) {
    Comparison result = counts_;
    result.elements = elements;
    result.largest_absolute = absolute_.place();
    result.largest_relative = relative_.place();
    std::ranges::sort_heap(result.first);
    return result;
  }

 private:
  static std::pair<Left, Right> pair(const std::byte* left, const std::byte* right, std::int64_t i) {
    return {load<Left>(left + i * static_cast<std::int64_t>(sizeof(Left)), false),
            load<Right>(right + i * static_cast<std::int64_t>(sizeof(Right)), false)};
  }

  static std::uint32_t unequal_values(const std::byte* left, const std::byte* right, std::int64_t count) {
    std::uint32_t unequal = 0;
    for (std::int64_t i = 0; i < count; ++i) {
      const auto [x, y] = pair(left, right, i);
      unequal += has_same_value(x, y) ? 0U : 1U;
    }
    return unequal;
  }

  std::uint32_t differing(const std::byte* left, const std::byte* right, std::int64_t count) const {
    std::uint32_t differing = 0;
    const bool by_distance = !tolerance_.ulps && !tolerance_.equal_nan;
    for (std::int64_t i = 0; i < count; ++i) {
      const auto [x, y] = pair(left, right, i);
      const bool same = has_same_value(x, y);
      const bool close = by_distance ? is_within(x, y, tolerance_) : is_equal(x, y, tolerance_);
      const bool equal = same | close;
      differing += equal ? 0U : 1U;
    }
    return differing;
  }

  void note(Left x, Right y, std::int64_t place) {
    ++counts_.differing;
    counts_.with_nan += is_nan(x) || is_nan(y) ? 1 : 0;
    absolute_.offer(absolute_difference(x, y), place);
    if (!has_same_value(y, Right{})) relative_.offer(relative_difference(x, y), place);
    // The smallest places are kept, the largest of them in front.
    std::vector<std::int64_t>& first = counts_.first;
    if (first.size() == listed_) {
      if (first.empty() || first.front() < place) return;
      std::ranges::pop_heap(first);
      first.pop_back();
    }
    first.push_back(place);
    std::ranges::push_heap(first);
  }

  Tolerance tolerance_;
  Places places_;
  std::size_t listed_;
  Comparison counts_;
  Largest<Distance<Left, Right>> absolute_;
  Largest<double> relative_;
};

template <class Left, class Right>
Comparison compare_as(const TensorView& left, const TensorView& right, const Tolerance& tolerance,
                      std::int64_t listed, const std::function<void(std::int64_t)>& progress) {
  const std::vector<std::size_t> order = memory_order(left);
  Comparer<Left, Right> comparer(tolerance, Places(left.extents, order), listed);
  const std::vector<int> axes(order.begin(), order.end());
  ComparedBlocks left_blocks(transposed(left, axes), dtype_of<Left>());
  ComparedBlocks right_blocks(transposed(right, axes), dtype_of<Right>());
  const std::int64_t elements = count(left.extents);
  for (std::int64_t done = 0; done < elements; done += compared_elements) {
    const std::int64_t run = std::min(compared_elements, elements - done);
    const std::byte* x = left_blocks.next(run);
    comparer.add(x, right_blocks.next(run), run, done);
    if (progress) progress(done + run);
  }
  return comparer.result(elements);
}

}  // namespace

Comparison compare(const TensorView& left, const TensorView& right, const Tolerance& tolerance,
                   std::int64_t listed, const std::function<void(std::int64_t)>& progress) {
  return visit_common(left.dtype, right.dtype, [&](auto x, auto y) {
    return compare_as<typename decltype(x)::type, typename decltype(y)::type>(left, right, tolerance, listed,
                                                                              progress);
  });
}

}  // namespace tcalc
