#include <tcalc/blocks/reader.hpp>

namespace tcalc {

Reader::Reader(const TensorView& view)
    : gather_(view),
      data_(view.data),
      size_(size_of(view.dtype)),
      direct_(is_contiguous(view) && view.aligned && !view.byte_swapped) {}

const std::byte* Reader::read(std::int64_t first, std::int64_t count, std::byte* buffer) {
  if (direct_) return data_ + first * size_;
  gather_.move_to(first);
  gather_.next(count, buffer);
  return buffer;
}

}  // namespace tcalc
