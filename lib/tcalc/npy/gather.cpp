#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <utility>

#include <tcalc/npy/gather.hpp>
#include <tcalc/npy/window.hpp>

namespace tcalc::npy {

namespace {

// One axis of the selection, walked in the direction in which the file goes.
struct Axis {
  std::int64_t extent, file_stride, result_stride;
};

// The selected elements by their places in the file, which ascend.
class FileOrder {
 public:
  explicit FileOrder(const Selection& selection) : place_(selection.offset) {
    const Strides result = c_strides(selection.extents);
    for (std::size_t axis = 0; axis < selection.extents.size(); ++axis) {
      const std::int64_t last = selection.extents[axis] - 1;
      if (last == 0) continue;
      Axis next = {last + 1, selection.strides[axis], result[axis]};
      if (next.file_stride < 0) {
        place_ += last * next.file_stride;
        target_ += last * next.result_stride;
        next = {next.extent, -next.file_stride, -next.result_stride};
      }
      axes_.push_back(next);
    }
    std::ranges::sort(axes_, std::ranges::greater{}, &Axis::file_stride);
    if (axes_.empty()) axes_.push_back({1, 1, 1});
    index_.resize(axes_.size());
  }

  const Axis& run() const { return axes_.back(); }  // the innermost axis: its elements come one after another
  std::int64_t place() const { return place_; }
  std::int64_t target() const { return target_; }

  // To the next run; false after the last.
  bool next() {
    for (std::size_t axis = axes_.size() - 1; axis-- > 0;) {
      place_ += axes_[axis].file_stride;
      target_ += axes_[axis].result_stride;
      if (++index_[axis] < axes_[axis].extent) return true;
      place_ -= axes_[axis].extent * axes_[axis].file_stride;
      target_ -= axes_[axis].extent * axes_[axis].result_stride;
      index_[axis] = 0;
    }
    return false;
  }

 private:
  std::vector<Axis> axes_;
  Extents index_;
  std::int64_t place_ = 0, target_ = 0;
};

void copy_run(Window& window, const FileOrder& order, std::int64_t size, std::byte* result) {
  const Axis& run = order.run();
  for (std::int64_t i = 0; i < run.extent;) {
    const auto bytes = window.at(order.place() + i * run.file_stride);
    const auto there = static_cast<std::int64_t>(bytes.size()) / size;
    const std::int64_t count = std::min(run.extent - i, (there - 1) / run.file_stride + 1);
    std::byte* const to = result + (order.target() + i * run.result_stride) * size;
    if (run.file_stride == 1 && run.result_stride == 1) {
      std::memcpy(to, bytes.data(), static_cast<std::size_t>(count * size));
    } else {
      for (std::int64_t j = 0; j < count; ++j)
        std::memcpy(to + j * run.result_stride * size, bytes.data() + j * run.file_stride * size,
                    static_cast<std::size_t>(size));
    }
    i += count;
  }
}

}  // namespace

Array gather(os::Input& input, const Header& header, const Selection& selection) {
  Tensor result(header.dtype, selection.extents);
  if (count(selection.extents) > 0) {
    Window window(input, header);
    FileOrder order(selection);
    do copy_run(window, order, size_of(header.dtype), result.data());
    while (order.next());
  }
  Array array = to_array(std::move(result));
  array.view.byte_swapped = header.big_endian;
  return array;
}

}  // namespace tcalc::npy
