#include <algorithm>
#include <array>
#include <utility>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/core/located.hpp>
#include <tcalc/shape/shape.hpp>
#include <tcalc/view/axes.hpp>
#include <tcalc/view/slice.hpp>

namespace tcalc {

namespace {

bool takes_an_axis(const SliceItem& item) {
  return item.kind == SliceItemKind::index || item.kind == SliceItemKind::range;
}

Error refusal(const Slice& slice, const SliceItem& item, const std::string& fact, std::string hint = {}) {
  Error error(ErrorKind::mismatch, slice.subject + ": " + fact, std::move(hint));
  error.sources.push_back({slice.text, {{item.position, item.position + item.length}}});
  return error;
}

// A range cut to its axis: PySlice_AdjustIndices.
struct Range {
  std::int64_t start, count, step;
};

std::int64_t cut(std::int64_t bound, std::int64_t extent, bool backwards) {
  const std::int64_t lowest = backwards ? -1 : 0;
  const std::int64_t highest = backwards ? extent - 1 : extent;
  if (bound < 0) bound = bound < -extent ? lowest : bound + extent;
  return std::clamp(bound, lowest, std::max(lowest, highest));
}

Range range_of(const SliceItem& item, std::int64_t extent) {
  const std::int64_t step = std::max(item.step.value_or(1), -INT64_MAX);
  const bool backwards = step < 0;
  const std::int64_t start = item.start ? cut(*item.start, extent, backwards) : backwards ? extent - 1 : 0;
  const std::int64_t stop = item.stop ? cut(*item.stop, extent, backwards) : backwards ? -1 : extent;
  const std::int64_t distance = backwards ? start - stop : stop - start;
  const std::int64_t size = backwards ? -step : step;
  return {start, distance <= 0 ? 0 : (distance - 1) / size + 1, step};
}

class Selector {
 public:
  Selector(const Slice& slice, const Extents& extents, const Strides& strides)
      : slice_(slice), extents_(extents), strides_(strides) {}

  Selection run() {
    const std::size_t named = static_cast<std::size_t>(std::ranges::count_if(slice_.items, takes_an_axis));
    check_count();
    bool has_ellipsis = false;
    for (const SliceItem& item : slice_.items) {
      if (item.kind == SliceItemKind::ellipsis) {
        has_ellipsis = true;
        keep(extents_.size() - named);
      } else {
        take(item);
      }
    }
    if (!has_ellipsis) keep(extents_.size() - axis_);
    if (selection_.extents.size() > max_rank)
      throw Error(ErrorKind::resource,
                  formatted("{}: rank {} exceeds 64", slice_.subject, selection_.extents.size()));
    return selection_;
  }

 private:
  void check_count() const {
    std::size_t taken = 0;
    for (const SliceItem& item : slice_.items) {
      if (!takes_an_axis(item) || ++taken <= extents_.size()) continue;
      throw refusal(
          slice_, item,
          formatted("more indices than axes: shape {} has {}", Shape(extents_).text(), extents_.size()));
    }
  }

  void keep(std::size_t count) {
    for (; count > 0; --count, ++axis_) {
      selection_.extents.push_back(extents_[axis_]);
      selection_.strides.push_back(strides_[axis_]);
    }
  }

  void take(const SliceItem& item) {
    if (item.kind == SliceItemKind::new_axis) {
      selection_.extents.push_back(1);
      selection_.strides.push_back(0);
      return;
    }
    const std::int64_t extent = extents_[axis_];
    const std::int64_t stride = strides_[axis_];
    if (item.kind == SliceItemKind::index) {
      selection_.offset += index_of(item, extent) * stride;
    } else {
      const Range range = range_of(item, extent);
      if (range.count > 0) selection_.offset += range.start * stride;
      selection_.extents.push_back(range.count);
      // A single element has no next one: the product could overflow.
      selection_.strides.push_back(range.count > 1 ? range.step * stride : stride);
    }
    ++axis_;
  }

  std::int64_t index_of(const SliceItem& item, std::int64_t extent) const {
    const std::int64_t index = *item.start;
    if (index >= -extent && index < extent) return index < 0 ? index + extent : index;
    const std::string hint =
        extent == 0 ? "" : formatted("indices go from 0 to {}, or from -{} to -1", extent - 1, extent);
    throw refusal(slice_, item, index_out_of_range_fact(index, static_cast<int>(axis_), extent), hint);
  }

  const Slice& slice_;
  const Extents& extents_;
  const Strides& strides_;
  std::size_t axis_ = 0;
  Selection selection_;
};

}  // namespace

Selection select(const Slice& slice, const Extents& extents, const Strides& strides) {
  return Selector(slice, extents, strides).run();
}

TensorView sliced(const TensorView& view, const Slice& slice) {
  Selection selection = select(slice, view.extents, view.strides);
  TensorView result = view;
  if (view.data != nullptr) result.data += selection.offset * size_of(view.dtype);
  result.extents = std::move(selection.extents);
  result.strides = std::move(selection.strides);
  return result;
}

}  // namespace tcalc
