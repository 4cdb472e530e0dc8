// Arrays to another dtype, whatever their strides, alignment and byte order.
#include <algorithm>
#include <array>
#include <cstring>
#include <type_traits>

#include <tcalc/core/cast.hpp>
#include <tcalc/core/tensor.hpp>

namespace tcalc {

namespace {

// Elements that are gathered before they are converted: with the widest type 16 KiB, well within a
// first-level cache.
constexpr std::int64_t block_elements = 1024;
constexpr std::int64_t largest_element = 16;

struct Axis {
  std::int64_t extent;
  std::int64_t step;  // in bytes
};

// Axes of size 1 dropped, and neighbours that step evenly joined: a contiguous array has at most one axis
// left.
std::vector<Axis> folded_axes(const TensorView& view) {
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

template <class Word>
void swap_words(std::byte* bytes, std::int64_t count) {
  for (std::int64_t i = 0; i < count; ++i, bytes += sizeof(Word)) {
    Word word;
    std::memcpy(&word, bytes, sizeof word);
    if constexpr (sizeof word == 2)
      word = __builtin_bswap16(word);
    else if constexpr (sizeof word == 4)
      word = __builtin_bswap32(word);
    else
      word = __builtin_bswap64(word);
    std::memcpy(bytes, &word, sizeof word);
  }
}

void swap_bytes(std::byte* bytes, std::int64_t elements, Dtype dtype) {
  const bool two_parts = info(dtype).kind == DtypeKind::complex;
  const std::int64_t parts = two_parts ? 2 * elements : elements;
  switch (two_parts ? size_of(dtype) / 2 : size_of(dtype)) {
    case 2:
      return swap_words<std::uint16_t>(bytes, parts);
    case 4:
      return swap_words<std::uint32_t>(bytes, parts);
    case 8:
      return swap_words<std::uint64_t>(bytes, parts);
    default:
      return;
  }
}

template <int Size>
void copy_strided(const std::byte* from, std::int64_t step, std::int64_t count, std::byte* to) {
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

// Hands out the elements in C order, in native byte order, as many at a time as are asked for.
class Gather {
 public:
  explicit Gather(const TensorView& view)
      : axes_(folded_axes(view)),
        index_(axes_.size()),
        data_(view.data),
        dtype_(view.dtype),
        swapped_(view.byte_swapped) {}

  void next(std::int64_t count, std::byte* to) {
    const std::int64_t size = size_of(dtype_);
    for (std::int64_t done = 0; done < count;) {
      const std::int64_t run = std::min(count - done, axes_.back().extent - index_.back());
      copy_run(data_ + offset_, axes_.back().step, run, size, to + done * size);
      advance(run);
      done += run;
    }
    if (swapped_) swap_bytes(to, count, dtype_);
  }

 private:
  // Moves on by at most what is left of the last axis.
  void advance(std::int64_t count) {
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

  std::vector<Axis> axes_;
  std::vector<std::int64_t> index_;
  const std::byte* data_;
  std::int64_t offset_ = 0;  // past the end after the last element, where no pointer may go
  Dtype dtype_;
  bool swapped_;
};

template <class From, class To>
void convert_run(const std::byte* from, std::int64_t count, std::byte* to) {
  const auto* source = reinterpret_cast<const From*>(from);
  auto* target = reinterpret_cast<To*>(to);
  for (std::int64_t i = 0; i < count; ++i) target[i] = cast<To>(source[i]);
}

// Converts count contiguous, aligned elements in native byte order.
using Converter = void (*)(const std::byte* from, std::int64_t count, std::byte* to);

Converter converter(Dtype from, Dtype to) {
  return visit_dtype(from, [&](auto source) -> Converter {
    return visit_dtype(to, [&](auto target) -> Converter {
      return &convert_run<typename decltype(source)::type, typename decltype(target)::type>;
    });
  });
}

bool is_plain(const TensorView& view) {
  const std::vector<Axis> axes = folded_axes(view);
  const auto alignment = static_cast<std::uintptr_t>(size_of(view.dtype));
  const bool aligned = reinterpret_cast<std::uintptr_t>(view.data) % alignment == 0;
  return axes.size() == 1 && axes[0].step == size_of(view.dtype) && aligned && !view.byte_swapped;
}

}  // namespace

Tensor converted(const TensorView& view, Dtype dtype) {
  Tensor result(dtype, view.extents);
  convert_into(view, dtype, result.data());
  return result;
}

void convert_into(const TensorView& view, Dtype dtype, std::byte* result) {
  const std::int64_t elements = count(view.extents);
  if (elements == 0) return;
  // The bytes of a bool from a file may be any; converting makes them 0 and 1.
  const bool same = view.dtype == dtype && dtype != Dtype::boolean;
  const Converter convert = converter(view.dtype, dtype);
  if (is_plain(view)) {
    if (same)
      std::memcpy(result, view.data, static_cast<std::size_t>(elements * size_of(dtype)));
    else
      convert(view.data, elements, result);
    return;
  }
  Gather gather(view);
  if (same) {
    gather.next(elements, result);
    return;
  }
  alignas(largest_element) std::array<std::byte, block_elements * largest_element> block;
  for (std::int64_t done = 0; done < elements; done += block_elements) {
    const std::int64_t run = std::min(block_elements, elements - done);
    gather.next(run, block.data());
    convert(block.data(), run, result + done * size_of(dtype));
  }
}

}  // namespace tcalc
