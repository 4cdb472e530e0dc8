#include <tcalc/view/broadcast.hpp>

namespace tcalc {

TensorView broadcast_to(const TensorView& view, const Extents& extents) {
  TensorView result = view;
  result.extents = extents;
  result.strides.assign(extents.size(), 0);
  const std::size_t missing = extents.size() - view.extents.size();
  for (std::size_t axis = 0; axis < view.extents.size(); ++axis) {
    if (view.extents[axis] == extents[missing + axis]) result.strides[missing + axis] = view.strides[axis];
  }
  return result;
}

}  // namespace tcalc
