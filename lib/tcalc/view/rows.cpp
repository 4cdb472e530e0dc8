#include <tcalc/view/rows.hpp>

namespace tcalc {

namespace {

template <class View>
View part_of(View view, std::size_t axis, std::int64_t first, std::int64_t count) {
  view.extents[axis] = count;
  if (view.data != nullptr) view.data += first * view.strides[axis] * size_of(view.dtype);
  return view;
}

}  // namespace

TensorView rows_of(const TensorView& view, std::size_t axis, std::int64_t first, std::int64_t count) {
  return part_of(view, axis, first, count);
}

MutableView rows_of(const MutableView& view, std::size_t axis, std::int64_t first, std::int64_t count) {
  return part_of(view, axis, first, count);
}

}  // namespace tcalc
