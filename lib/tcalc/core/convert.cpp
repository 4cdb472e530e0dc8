// Arrays to another dtype, whatever their strides, alignment and byte order.
#include <algorithm>
#include <array>
#include <cstring>
#include <type_traits>

#include <tcalc/core/cast.hpp>
#include <tcalc/core/convert.hpp>
#include <tcalc/core/gather.hpp>
#include <tcalc/core/tensor.hpp>

namespace tcalc {

namespace {

template <class From, class To>
void convert_run(const std::byte* from, std::int64_t count, std::byte* to) {
  const auto* source = reinterpret_cast<const From*>(from);
  auto* target = reinterpret_cast<To*>(to);
  for (std::int64_t i = 0; i < count; ++i) target[i] = cast<To>(source[i]);
}

bool is_plain(const TensorView& view) {
  const auto alignment = static_cast<std::uintptr_t>(size_of(view.dtype));
  const bool aligned = reinterpret_cast<std::uintptr_t>(view.data) % alignment == 0;
  return aligned && !view.byte_swapped && is_contiguous(view);
}

}  // namespace

Converter converter(Dtype from, Dtype to) {
  return visit_stored(from, [&](auto source) -> Converter {
    return visit_stored(to, [&](auto target) -> Converter {
      return &convert_run<typename decltype(source)::type, typename decltype(target)::type>;
    });
  });
}

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
