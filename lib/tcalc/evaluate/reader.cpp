#include <algorithm>
#include <cstring>

#include <tcalc/evaluate/reader.hpp>

namespace tcalc {

namespace {

template <std::size_t size>
void copy_strided(const std::byte* from, std::int64_t step, std::int64_t count, std::byte* to) {
  for (std::int64_t i = 0; i < count; ++i)
    std::memcpy(to + i * static_cast<std::int64_t>(size), from + i * step, size);
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

void swap_bytes(std::byte* bytes, std::int64_t total, std::int64_t part) {
  for (std::int64_t at = 0; at < total; at += part) std::reverse(bytes + at, bytes + at + part);
}

}  // namespace

Reader::Reader(const TensorView& view)
    : data_(view.data), size_(size_of(view.dtype)), swapped_(view.byte_swapped) {
  const bool complex = info(view.dtype).kind == DtypeKind::complex;
  part_ = complex ? size_ / 2 : size_;
  for (std::size_t axis = 0; axis < view.extents.size(); ++axis) {
    if (view.extents[axis] == 1) continue;
    const Axis next = {view.extents[axis], view.strides[axis] * size_};
    if (!axes_.empty() && axes_.back().step == next.step * next.extent)
      axes_.back() = {axes_.back().extent * next.extent, next.step};
    else
      axes_.push_back(next);
  }
  const bool contiguous = axes_.empty() || (axes_.size() == 1 && axes_[0].step == size_);
  const bool aligned = reinterpret_cast<std::uintptr_t>(data_) % static_cast<std::uintptr_t>(part_) == 0;
  direct_ = contiguous && aligned && !swapped_;
}

const std::byte* Reader::read(std::int64_t first, std::int64_t count, std::byte* buffer) const {
  if (direct_ && !axes_.empty()) return data_ + first * size_;
  if (direct_ && count == 1) return data_;
  copy(first, count, buffer);
  if (swapped_) swap_bytes(buffer, count * size_, part_);
  return buffer;
}

void Reader::copy(std::int64_t first, std::int64_t count, std::byte* buffer) const {
  if (axes_.empty()) return copy_run(data_, 0, count, size_, buffer);
  std::vector<std::int64_t> index(axes_.size());
  std::int64_t offset = 0;
  for (std::size_t axis = axes_.size(); axis-- > 0;) {
    index[axis] = first % axes_[axis].extent;
    first /= axes_[axis].extent;
    offset += index[axis] * axes_[axis].step;
  }
  const Axis& last = axes_.back();
  for (std::int64_t done = 0; done < count;) {
    const std::int64_t run = std::min(count - done, last.extent - index.back());
    copy_run(data_ + offset, last.step, run, size_, buffer + done * size_);
    done += run;
    index.back() += run;
    offset += run * last.step;
    for (std::size_t axis = axes_.size() - 1; axis > 0 && index[axis] == axes_[axis].extent; --axis) {
      offset += axes_[axis - 1].step - axes_[axis].extent * axes_[axis].step;
      index[axis] = 0;
      ++index[axis - 1];
    }
  }
}

}  // namespace tcalc
