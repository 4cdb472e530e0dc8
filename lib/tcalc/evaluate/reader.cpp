#include <tcalc/evaluate/reader.hpp>

namespace tcalc {

namespace {

bool is_aligned(const TensorView& view) {
  const bool complex = info(view.dtype).kind == DtypeKind::complex;
  const auto part = static_cast<std::uintptr_t>(complex ? size_of(view.dtype) / 2 : size_of(view.dtype));
  return reinterpret_cast<std::uintptr_t>(view.data) % part == 0;
}

}  // namespace

Reader::Reader(const TensorView& view)
    : gather_(view),
      data_(view.data),
      size_(size_of(view.dtype)),
      direct_(is_contiguous(view) && is_aligned(view) && !view.byte_swapped) {}

const std::byte* Reader::read(std::int64_t first, std::int64_t count, std::byte* buffer) {
  if (direct_) return data_ + first * size_;
  gather_.move_to(first);
  gather_.next(count, buffer);
  return buffer;
}

}  // namespace tcalc
