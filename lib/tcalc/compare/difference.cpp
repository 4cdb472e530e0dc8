#include <array>
#include <charconv>
#include <cmath>

#include <tcalc/compare/common_dtype.hpp>
#include <tcalc/compare/difference.hpp>
#include <tcalc/compare/element.hpp>
#include <tcalc/core/load.hpp>
#include <tcalc/text/format.hpp>
#include <tcalc/text/json.hpp>

namespace tcalc {

namespace {

constexpr int relative_digits = 6;

const std::byte* address(const TensorView& view, const ElementIndex& index) {
  std::int64_t offset = 0;
  for (std::size_t axis = 0; axis < index.size(); ++axis) offset += index[axis] * view.strides[axis];
  return view.data + offset * size_of(view.dtype);
}

std::string element_text(const TensorView& view, const ElementIndex& index) {
  return visit_stored(view.dtype, [&](auto tag) {
    return text::scalar_text(load<typename decltype(tag)::type>(address(view, index), view.byte_swapped));
  });
}

std::string element_json(const TensorView& view, const ElementIndex& index) {
  std::string json;
  text::write_json({address(view, index), view.dtype, view.byte_swapped, {}, {}},
                   [&](std::string_view piece) { json += piece; });
  return json;
}

template <class T>
T element_as(const TensorView& view, const ElementIndex& index) {
  return visit_stored(view.dtype, [&](auto tag) {
    return cast<T>(load<typename decltype(tag)::type>(address(view, index), view.byte_swapped));
  });
}

std::string whole_text(unsigned __int128 value) {
  std::string digits;
  for (; value != 0 || digits.empty(); value /= 10)
    digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(value % 10)));
  return digits;
}

// In the dtype that was compared, where its numbers reach so far: 0.1f - 0 is 0.1 and not
// 0.10000000149011612.
template <class T>
std::string distance_text(double distance) {
  constexpr bool narrow = significant_bits<T>() <= significant_bits<float>();
  const auto narrowed = static_cast<float>(distance);
  if (narrow && (std::isfinite(narrowed) || !std::isfinite(distance))) return text::scalar_text(narrowed);
  return text::scalar_text(distance);
}

std::string relative_text(double value) {
  if (!std::isfinite(value)) return text::scalar_text(value);
  std::array<char, 32> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value,
                                 std::chars_format::general, relative_digits);
  return {digits.data(), end.ptr};
}

}  // namespace

Difference difference_at(const TensorView& left, const TensorView& right, std::int64_t place) {
  Difference result;
  result.index = index_at(left.extents, place);
  result.left = element_text(left, result.index);
  result.right = element_text(right, result.index);
  result.left_json = element_json(left, result.index);
  result.right_json = element_json(right, result.index);
  visit_common(left.dtype, right.dtype, [&](auto left_tag, auto right_tag) {
    using Left = typename decltype(left_tag)::type;
    const auto x = element_as<Left>(left, result.index);
    const auto y = element_as<typename decltype(right_tag)::type>(right, result.index);
    if constexpr (is_whole<Left>)
      result.absolute = whole_text(absolute_difference(x, y));
    else
      result.absolute = distance_text<Left>(absolute_difference(x, y));
    result.relative = relative_text(relative_difference(x, y));
  });
  return result;
}

}  // namespace tcalc
