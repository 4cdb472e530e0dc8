#include <algorithm>
#include <numeric>

#include <tcalc/compare/blocks.hpp>

namespace tcalc {

std::vector<std::size_t> memory_order(const TensorView& view) {
  std::vector<std::size_t> order(view.extents.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto step = [&](std::size_t axis) { return std::abs(view.strides[axis]); };
  std::ranges::stable_sort(order, [&](std::size_t x, std::size_t y) { return step(x) > step(y); });
  return order;
}

ComparedBlocks::ComparedBlocks(const TensorView& view, Dtype dtype) : stored_(view.dtype), dtype_(dtype) {
  const bool swapped = view.byte_swapped && size_of(stored_) > 1;
  if (is_contiguous(view) && !swapped) {
    in_place_ = view.data;
  } else {
    gather_.emplace(view);
    gathered_.resize(static_cast<std::size_t>(compared_elements * size_of(stored_)));
  }
}

const std::byte* ComparedBlocks::next(std::int64_t count) {
  const std::byte* block = gathered_.data();
  if (gather_) {
    gather_->next(count, gathered_.data());
  } else {
    block = in_place_;
    in_place_ += count * size_of(stored_);
  }
  if (stored_ == dtype_) return block;
  converted_ = converted({block, stored_, false, {count}, {1}}, dtype_);
  return converted_.data();
}

}  // namespace tcalc
