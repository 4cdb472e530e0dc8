#include <algorithm>
#include <functional>
#include <new>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <type_traits>
#include <vector>

#include <tcalc/api/calls.hpp>
#include <tcalc/api/destination.hpp>
#include <tcalc/api/thrown.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/os/huge_pages.hpp>
#include <tcalc/shape/shape.hpp>

namespace tcalc::api {

namespace {

// The bytes of an array, from the first to behind the last.
struct Bytes {
  const std::byte *begin, *end;
};
Bytes bytes_of(const void* data, Dtype dtype, std::span<const std::int64_t> extents,
               const std::int64_t* strides) {
  const auto* const first = static_cast<const std::byte*>(data);
  const std::int64_t size = size_of(dtype);
  Bytes bytes = {first, first + size};
  for (std::size_t axis = 0; axis < extents.size(); ++axis) {
    if (extents[axis] == 0) return {first, first};
    const std::int64_t reach = (extents[axis] - 1) * strides[axis] * size;
    (reach < 0 ? bytes.begin : bytes.end) += reach;
  }
  return bytes;
}

std::span<const std::int64_t> extents_of(const TargetRef& target) { return {target.extents, target.rank}; }

// Whether one of the operands has an element between the first and the last of the target.
bool overlaps(const TargetRef& target, Dtype dtype, std::span<const TensorView> operands) {
  const Bytes written = bytes_of(target.data, dtype, extents_of(target), target.strides);
  return std::ranges::any_of(operands, [&](const TensorView& operand) {
    const Bytes read = bytes_of(operand.data, operand.dtype, operand.extents, operand.strides.data());
    return std::less<>()(read.begin, written.end) && std::less<>()(written.begin, read.end);
  });
}

bool is_contiguous(const TargetRef& target) {
  std::int64_t step = 1;
  for (std::size_t axis = target.rank; axis-- > 0;) {
    if (target.extents[axis] != 1 && target.strides[axis] != step) return false;
    step *= target.extents[axis];
  }
  return true;
}

bool has_shape(const TargetRef& target, const Extents& extents) {
  return std::ranges::equal(extents_of(target), extents);
}

TargetRef resized(const Destination& destination, const Extents& extents) {
  try {
    return destination.resize(destination.target, extents.data(), extents.size());
  } catch (const std::bad_alloc&) {
  } catch (const std::length_error&) {
  }
  throw Error(ErrorKind::resource, formatted("a result {} {} cannot be allocated", Shape(extents).text(),
                                             name_of(destination.dtype)));
}

// The target as it is or, where it has another shape, resized.
TargetRef fitted(const Destination& destination, const Extents& extents) {
  TargetRef target = destination.current(destination.target);
  if (has_shape(target, extents)) return target;
  if (!destination.accumulates) target = resized(destination, extents);
  require_shape(target, extents);
  return target;
}

// The result with its axes as they lie in a target that has no gaps, outermost first: its elements in C order
// are then the target's one after the other. Nothing for any other target.
std::optional<TensorView> as_it_lies(const std::byte* result, Dtype dtype, const TargetRef& target) {
  std::vector<std::size_t> order(target.rank);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, std::greater<>(), [&](std::size_t axis) { return target.strides[axis]; });
  const Strides strides = c_strides(Extents(target.extents, target.extents + target.rank));
  TensorView view = {result, dtype, false, {}, {}};
  for (const std::size_t axis : order) {
    if (target.extents[axis] == 1) continue;
    view.extents.push_back(target.extents[axis]);
    view.strides.push_back(strides[axis]);
  }
  const Strides dense = c_strides(view.extents);
  std::size_t place = 0;
  for (const std::size_t axis : order)
    if (target.extents[axis] != 1 && target.strides[axis] != dense[place++]) return std::nullopt;
  return view;
}

template <class T>
T sum(T x, T y) {
  if constexpr (std::is_same_v<T, Boolean>)
    return {static_cast<std::uint8_t>((x.byte | y.byte) != 0)};
  else if constexpr (NarrowFloat<T>)
    return T(static_cast<float>(x) + static_cast<float>(y));
  else if constexpr (std::is_integral_v<T>)  // wraps, as NumPy's do
    return static_cast<T>(static_cast<std::make_unsigned_t<T>>(x) + static_cast<std::make_unsigned_t<T>>(y));
  else
    return x + y;
}

// `next` is the result's next element, in C order.
template <class T>
void store_from(const T*& next, T* to, const TargetRef& target, std::size_t axis, bool accumulates) {
  if (axis == target.rank) {
    *to = accumulates ? sum(*to, *next) : *next;
    ++next;
    return;
  }
  const std::int64_t extent = target.extents[axis], stride = target.strides[axis];
  if (axis + 1 < target.rank) {
    for (std::int64_t i = 0; i < extent; ++i)
      store_from(next, to + i * stride, target, axis + 1, accumulates);
    return;
  }
  if (accumulates) {
    for (std::int64_t i = 0; i < extent; ++i) to[i * stride] = sum(to[i * stride], next[i]);
  } else {
    for (std::int64_t i = 0; i < extent; ++i) to[i * stride] = next[i];
  }
  next += extent;
}

}  // namespace

inline namespace v0 {

void require_shape(const TargetRef& target, std::span<const std::int64_t> result) {
  if (std::ranges::equal(extents_of(target), result)) return;
  const auto text = [](std::span<const std::int64_t> extents) {
    return Shape(Extents(extents.begin(), extents.end())).text();
  };
  throw Error(ErrorKind::mismatch,
              formatted("the target has shape {}, the result {}", text(extents_of(target)), text(result)));
}

}  // namespace v0

std::byte* room_at(const Destination& destination, const Extents& extents,
                   std::span<const TensorView> operands) {
  TargetRef target;
  if (destination.current == nullptr) {
    target = resized(destination, extents);
    os::ask_for_huge_pages(target.data, count(extents) * size_of(destination.dtype));
  } else if (destination.accumulates) {
    fitted(destination, extents);
    return nullptr;
  } else {
    // What is resized loses what it held, which may be an operand.
    target = destination.current(destination.target);
    if (overlaps(target, destination.dtype, operands)) return nullptr;
    if (!has_shape(target, extents)) target = fitted(destination, extents);
  }
  return is_contiguous(target) ? static_cast<std::byte*>(target.data) : nullptr;
}

void store(const std::byte* result, const Extents& extents, const Destination& destination) {
  const TargetRef target =
      destination.current == nullptr ? resized(destination, extents) : fitted(destination, extents);
  if (!destination.accumulates) {
    if (const auto view = as_it_lies(result, destination.dtype, target))
      return convert_into(*view, destination.dtype, static_cast<std::byte*>(target.data));
  }
  visit_dtype(destination.dtype, [&]<class T>(TypeTag<T>) {
    const T* next = reinterpret_cast<const T*>(result);
    if (count(extents) > 0)
      store_from(next, static_cast<T*>(target.data), target, 0, destination.accumulates);
  });
}

Passing::Passing(Dtype dtype, const Extents& extents) {
  if (count(extents) * size_of(dtype) > static_cast<std::int64_t>(few)) large_ = Tensor(dtype, extents);
}

}  // namespace tcalc::api
