#include <algorithm>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/explain/element.hpp>
#include <tcalc/kernel/run_schedule.hpp>
#include <tcalc/text/print.hpp>
#include <tcalc/view/axes.hpp>
#include <tcalc/view/reshape.hpp>

namespace tcalc {

namespace {

// Positions along each label; those of summed labels change from term to term.
using Positions = std::vector<std::int64_t>;

std::string printed(const TensorView& scalar) {
  std::string text;
  text::print_array(scalar, {}, [&](std::string_view piece) { text += piece; });
  return text;
}

std::int64_t checked_position(std::int64_t typed, const Dim& extent, std::size_t axis,
                              const std::string& subject) {
  const std::int64_t size = extent.size();
  if (typed >= -size && typed < size) return typed < 0 ? typed + size : typed;
  throw Error(ErrorKind::mismatch,
              subject + ": " + index_out_of_range_fact(typed, static_cast<int>(axis), size));
}

// The typed index, normalised, and what it says of the result's labels.
Index normalized(const Outcome& outcome, const Index& typed, const std::string& subject,
                 Positions& positions) {
  const Contraction& contraction = contraction_of(outcome);
  const Dims& dims = outcome.shape.dims();
  if (typed.size() != dims.size()) {
    throw Error(ErrorKind::mismatch, formatted("{}: {} for a result of shape {}", subject,
                                               counted(typed.size(), "index", "indices"), text_of(dims)));
  }
  Index index;
  auto label = contraction.result.begin();
  for (std::size_t axis = 0; axis < dims.size(); ++axis) {
    index.push_back(checked_position(typed[axis], dims[axis], axis, subject));
    const std::ptrdiff_t count = outcome.merged_axes.empty() ? 1 : outcome.merged_axes[axis];
    std::int64_t rest = index.back();
    for (auto own = label + count; own != label;) {
      --own;
      const std::int64_t size = contraction.extent(*own).size();
      positions[static_cast<std::size_t>(*own)] = rest % size;
      rest /= size;
    }
    label += count;
  }
  return index;
}

// The index of an operand's element at these positions.
Index index_at(const AxisLabels& labels, const Extents& extents, const Positions& positions) {
  Index index;
  for (std::size_t axis = 0; axis < labels.size(); ++axis)
    index.push_back(extents[axis] == 1 ? 0 : positions[static_cast<std::size_t>(labels[axis])]);
  return index;
}

// A flat index in C order as an index of these extents.
Index unraveled(std::int64_t flat, const Extents& extents) {
  Index index(extents.size());
  for (std::size_t axis = extents.size(); axis-- > 0;) {
    index[axis] = flat % extents[axis];
    flat /= extents[axis];
  }
  return index;
}

TensorView scalar_at(const TensorView& view, const Index& index) {
  TensorView scalar = view;
  std::int64_t offset = 0;
  for (std::size_t axis = 0; axis < index.size(); ++axis) offset += index[axis] * view.strides[axis];
  scalar.data += offset * size_of(view.dtype);
  scalar.extents.clear();
  scalar.strides.clear();
  return scalar;
}

// Computes what a contraction gives as a scalar, by the same engine as the whole product.
std::string computed(const Contraction& contraction, std::span<const TensorView> views, Dtype dtype) {
  Tensor result(dtype, {});
  const Schedule schedule = make_schedule(contraction, views, dtype);
  run_schedule(schedule, views, result.data(), 1);
  return printed(result.view());
}

class Terms {
 public:
  Terms(const Outcome& outcome, std::span<const TensorView> views, Positions positions)
      : contraction_(contraction_of(outcome)),
        flattens_operands_(outcome.flattens_operands),
        views_(views.begin(), views.end()),
        positions_(std::move(positions)) {
    dtype_ = outcome.dtype.value_or(promoted(views));
    for (std::size_t label = 0; label < contraction_.labels.size(); ++label) {
      if (contraction_.labels[label].group != Group::contracted) continue;
      summed_.push_back(static_cast<int>(label));
      count_ *= contraction_.labels[label].extent.size();
    }
  }

  std::int64_t count() const { return count_; }

  ElementTerm term(std::int64_t number) {
    for (std::size_t i = summed_.size(); i-- > 0;) {
      const std::int64_t size = contraction_.extent(summed_[i]).size();
      positions_[static_cast<std::size_t>(summed_[i])] = number % size;
      number /= size;
    }
    ElementTerm term;
    std::vector<TensorView> scalars;
    for (std::size_t place = 0; place < views_.size(); ++place) {
      term.indices.push_back(index_of(place));
      scalars.push_back(scalar_at(views_[place], term.indices.back()));
      Contraction alone(1);
      alone.conjugate[0] = contraction_.conjugate[place];
      term.values.push_back(computed(alone, std::span(scalars).last(1), scalars.back().dtype));
    }
    Contraction product(views_.size());
    product.conjugate = contraction_.conjugate;
    term.product = computed(product, scalars, dtype_);
    return term;
  }

  // The labels of the result fixed at their positions, all others summed.
  std::string sum() const {
    if (flattens_operands_) return sum_of_flat();
    Contraction slice = contraction_;
    slice.result.clear();
    std::vector<TensorView> views = views_;
    for (std::size_t place = 0; place < views.size(); ++place) {
      TensorView& view = views[place];
      slice.operands[place].clear();
      Extents extents;
      Strides strides;
      std::int64_t offset = 0;
      for (std::size_t axis = 0; axis < view.extents.size(); ++axis) {
        const int label = contraction_.operands[place][axis];
        if (contraction_.labels[static_cast<std::size_t>(label)].group == Group::contracted) {
          slice.operands[place].push_back(label);
          extents.push_back(view.extents[axis]);
          strides.push_back(view.strides[axis]);
        } else if (view.extents[axis] != 1) {
          offset += positions_[static_cast<std::size_t>(label)] * view.strides[axis];
        }
      }
      view.data += offset * size_of(view.dtype);
      view.extents = std::move(extents);
      view.strides = std::move(strides);
    }
    for (Label& label : slice.labels) {
      if (label.group != Group::contracted) label = {Group::contracted, 1};
    }
    return computed(slice, views, dtype_);
  }

 private:
  Index index_of(std::size_t place) const {
    const TensorView& view = views_[place];
    const AxisLabels& labels = contraction_.operands[place];
    if (flattens_operands_)
      return unraveled(positions_[static_cast<std::size_t>(labels.front())], view.extents);
    return index_at(labels, view.extents, positions_);
  }

  std::string sum_of_flat() const {
    std::vector<Array> flat;
    std::vector<TensorView> views;
    for (const TensorView& view : views_) {
      flat.push_back(reshaped_or_copied(view, {tcalc::count(view.extents)}));
      views.push_back(flat.back().view);
    }
    return computed(contraction_, views, dtype_);
  }

  const Contraction& contraction_;
  bool flattens_operands_;
  std::vector<TensorView> views_;
  Positions positions_;
  Dtype dtype_ = Dtype::float64;
  std::vector<int> summed_;
  std::int64_t count_ = 1;
};

}  // namespace

ExplainedElement explain_element(const Outcome& outcome, std::span<const TensorView> views,
                                 const Index& typed, const std::string& subject) {
  const Contraction& contraction = contraction_of(outcome);
  Positions positions(contraction.labels.size(), 0);
  ExplainedElement element;
  element.index = normalized(outcome, typed, subject, positions);
  Terms terms(outcome, views, std::move(positions));
  element.sum = terms.sum();
  element.term_count = terms.count();
  const bool all = element.term_count <= 2 * shown_at_each_end;
  const std::int64_t at_front = all ? element.term_count : shown_at_each_end;
  for (std::int64_t number = 0; number < at_front; ++number) element.first.push_back(terms.term(number));
  for (std::int64_t number = element.term_count - shown_at_each_end; !all && number < element.term_count;
       ++number)
    element.last.push_back(terms.term(number));
  return element;
}

}  // namespace tcalc
