#include <tcalc/api/operands.hpp>

namespace tcalc::api {

TensorView view_of(const ArrayRef& array) {
  TensorView view;
  view.data = static_cast<const std::byte*>(array.data);
  view.dtype = array.dtype;
  view.extents.assign(array.extents, array.extents + array.rank);
  view.strides.assign(array.strides, array.strides + array.rank);
  return view;
}

Operand operand_of(std::size_t place, const TensorView& view) {
  return {side_name(place), Shape(view.extents), view.dtype};
}

}  // namespace tcalc::api
