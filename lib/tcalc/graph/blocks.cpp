#include <algorithm>

#include <tcalc/graph/blocks.hpp>
#include <tcalc/view/rows.hpp>

namespace tcalc {

Blocks::Blocks(const Extents& extents, std::span<const int> whole, std::int64_t most_elements)
    : extents_(extents), cut_axis_(extents.size()), block_elements_(tcalc::count(extents)) {
  if (block_elements_ == 0) {
    count_ = 0;
    return;
  }
  for (std::size_t axis = 0; axis < extents.size() && block_elements_ > most_elements; ++axis) {
    if (extents[axis] == 1 || std::ranges::find(whole, static_cast<int>(axis)) != whole.end()) continue;
    const std::int64_t row = block_elements_ / extents[axis];
    if (row < most_elements) {
      cut_axis_ = axis;
      rows_ = std::max<std::int64_t>(most_elements / row, 1);
      count_ *= (extents[axis] + rows_ - 1) / rows_;
      block_elements_ = row * rows_;
      return;
    }
    outer_.push_back(axis);
    count_ *= extents[axis];
    block_elements_ = row;
  }
}

std::vector<Range> Blocks::operator[](std::int64_t index) const {
  std::vector<Range> ranges;
  for (const std::int64_t extent : extents_) ranges.push_back({0, extent});
  if (cut_axis_ < extents_.size()) {
    const std::int64_t along = (extents_[cut_axis_] + rows_ - 1) / rows_;
    const std::int64_t first = index % along * rows_;
    ranges[cut_axis_] = {first, std::min(rows_, extents_[cut_axis_] - first)};
    index /= along;
  }
  for (auto axis = outer_.rbegin(); axis != outer_.rend(); ++axis) {
    ranges[*axis] = {index % extents_[*axis], 1};
    index /= extents_[*axis];
  }
  return ranges;
}

namespace {

template <class View>
View part(View view, std::span<const Range> block) {
  for (std::size_t axis = 0; axis < block.size(); ++axis) {
    if (view.extents[axis] != 1) view = rows_of(view, axis, block[axis].first, block[axis].count);
  }
  return view;
}

}  // namespace

TensorView part_of(const TensorView& view, std::span<const Range> block) { return part(view, block); }
MutableView part_of(const MutableView& view, std::span<const Range> block) { return part(view, block); }

}  // namespace tcalc
