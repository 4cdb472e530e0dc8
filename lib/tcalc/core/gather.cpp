#include <algorithm>
#include <array>
#include <cstring>

#include <tcalc/core/byte_order.hpp>
#include <tcalc/core/gather.hpp>

namespace tcalc {

namespace {

// One element again and again, which is loaded once: compilers make vectors of it.
template <std::size_t Size>
void fill(const std::byte* element, std::int64_t count, std::byte* to) {
  std::array<std::byte, Size> bytes;
  std::memcpy(bytes.data(), element, Size);
  for (std::int64_t i = 0; i < count; ++i)
    std::memcpy(to + i * static_cast<std::int64_t>(Size), bytes.data(), Size);
}

template <int Size>
void copy_strided(const std::byte* from, std::int64_t step, std::int64_t count, std::byte* to) {
  if (step == 0) return fill<Size>(from, count, to);
  for (std::int64_t i = 0; i < count; ++i) std::memcpy(to + i * Size, from + i * step, Size);
}

void copy_run(const std::byte* from, std::int64_t step, std::int64_t count, std::int64_t size,
              std::byte* to) {
  if (step == size) {
    std::memcpy(to, from, static_cast<std::size_t>(count * size));
    return;
  }
  switch (size) {
    case 1:
      return copy_strided<1>(from, step, count, to);
    case 2:
      return copy_strided<2>(from, step, count, to);
    case 4:
      return copy_strided<4>(from, step, count, to);
    case 8:
      return copy_strided<8>(from, step, count, to);
    default:
      return copy_strided<16>(from, step, count, to);
  }
}

}  // namespace

std::vector<Gather::Axis> Gather::folded_axes(const TensorView& view) {
  std::vector<Axis> axes;
  for (std::size_t axis = 0; axis < view.extents.size(); ++axis) {
    const Axis next = {view.extents[axis], view.strides[axis] * size_of(view.dtype)};
    if (next.extent == 1) continue;
    if (!axes.empty() && axes.back().step == next.extent * next.step) {
      axes.back() = {axes.back().extent * next.extent, next.step};
    } else {
      axes.push_back(next);
    }
  }
  if (axes.empty()) axes.push_back({1, size_of(view.dtype)});
  return axes;
}

Gather::Gather(const TensorView& view)
    : axes_(folded_axes(view)),
      index_(axes_.size()),
      data_(view.data),
      dtype_(view.dtype),
      swapped_(view.byte_swapped) {}

void Gather::next(std::int64_t count, std::byte* to) {
  const std::int64_t size = size_of(dtype_);
  for (std::int64_t done = 0; done < count;) {
    const std::int64_t run = std::min(count - done, axes_.back().extent - index_.back());
    copy_run(data_ + offset_, axes_.back().step, run, size, to + done * size);
    advance(run);
    done += run;
  }
  if (swapped_) swap_bytes(to, count, dtype_);
}

void Gather::move_to(std::int64_t first) {
  offset_ = 0;
  for (std::size_t axis = axes_.size(); axis-- > 0;) {
    index_[axis] = first % axes_[axis].extent;
    offset_ += index_[axis] * axes_[axis].step;
    first /= axes_[axis].extent;
  }
}

void Gather::advance(std::int64_t count) {
  std::size_t axis = axes_.size() - 1;
  index_[axis] += count;
  offset_ += count * axes_[axis].step;
  while (axis > 0 && index_[axis] == axes_[axis].extent) {
    offset_ -= index_[axis] * axes_[axis].step;
    index_[axis] = 0;
    --axis;
    ++index_[axis];
    offset_ += axes_[axis].step;
  }
}

bool is_contiguous(const TensorView& view) {
  const auto axes = Gather::folded_axes(view);
  return axes.size() == 1 && axes[0].step == size_of(view.dtype);
}

}  // namespace tcalc
