// The same values laid out in memory in many ways.
#pragma once

#include <cstddef>
#include <cstring>
#include <random>
#include <type_traits>
#include <vector>

#include <tcalc/core/tensor.hpp>

namespace tcalc::support {

enum class Layout { c, fortran, big_endian, unaligned, reversed, spaced };
inline constexpr Layout all_layouts[] = {Layout::c,         Layout::fortran,  Layout::big_endian,
                                         Layout::unaligned, Layout::reversed, Layout::spaced};

// The bytes and the view of them. The view's elements, in C order, are `values`.
struct LaidOut {
  std::vector<std::byte> bytes;
  TensorView view;
};

namespace detail {

template <class T>
void put(std::byte* to, T value, bool swapped) {
  std::byte bytes[sizeof(T)];
  std::memcpy(bytes, &value, sizeof(T));
  if (swapped) {
    constexpr bool complex = requires(T z) { z.imag(); };
    constexpr std::size_t part = complex ? sizeof(T) / 2 : sizeof(T);
    for (std::size_t at = 0; at < sizeof(T); at += part) std::reverse(bytes + at, bytes + at + part);
  }
  std::memcpy(to, bytes, sizeof(T));
}

}  // namespace detail

template <class T>
LaidOut laid_out(const std::vector<T>& values, const Extents& extents, Layout layout) {
  LaidOut result;
  TensorView& view = result.view;
  view.dtype = dtype_of<T>();
  view.extents = extents;
  view.byte_swapped = layout == Layout::big_endian;
  view.strides = layout == Layout::fortran ? fortran_strides(extents) : c_strides(extents);
  std::int64_t start = 0;
  if (layout == Layout::reversed) {
    for (std::size_t axis = 0; axis < extents.size(); ++axis) {
      if (extents[axis] > 0) start += (extents[axis] - 1) * view.strides[axis];
      view.strides[axis] = -view.strides[axis];
    }
  }
  if (layout == Layout::spaced) {
    for (std::int64_t& stride : view.strides) stride *= 3;
  }
  const std::size_t shift = layout == Layout::unaligned ? 1 : 0;
  view.aligned = shift == 0 || sizeof(T) == 1;
  result.bytes.resize((values.size() * 3 + 1) * sizeof(T) + shift);
  view.data = result.bytes.data() + shift + start * static_cast<std::int64_t>(sizeof(T));
  const Strides in_order = c_strides(extents);
  for (std::size_t i = 0; i < values.size(); ++i) {
    std::int64_t rest = static_cast<std::int64_t>(i);
    std::int64_t offset = 0;
    for (std::size_t axis = 0; axis < extents.size(); ++axis) {
      offset += rest / in_order[axis] * view.strides[axis];
      rest %= in_order[axis];
    }
    const std::int64_t at =
        static_cast<std::int64_t>(shift) + (start + offset) * static_cast<std::int64_t>(sizeof(T));
    detail::put(result.bytes.data() + at, values[i], view.byte_swapped);
  }
  return result;
}

// Small values of every sign for floats, all bit patterns for integers: sums wrap.
template <class T>
std::vector<T> random_values(std::size_t count, std::mt19937_64& engine) {
  std::vector<T> values(count);
  const auto real = [&] {
    return static_cast<double>(static_cast<std::int64_t>(engine() >> 11)) * 0x1p-52 - 1.0;
  };
  for (T& value : values) {
    if constexpr (std::is_same_v<T, Boolean>)
      value.byte = static_cast<std::uint8_t>(engine() % 4 == 0 ? engine() % 255 + 1 : 0);
    else if constexpr (NarrowFloat<T>)
      value = T(static_cast<float>(real()));
    else if constexpr (std::is_integral_v<T>)
      value = static_cast<T>(engine());
    else if constexpr (std::is_floating_point_v<T>)
      value = static_cast<T>(real());
    else
      value = T(static_cast<typename T::value_type>(real()), static_cast<typename T::value_type>(real()));
  }
  return values;
}

}  // namespace tcalc::support
