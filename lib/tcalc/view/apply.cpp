#include <tcalc/view/apply.hpp>
#include <tcalc/view/broadcast.hpp>
#include <tcalc/view/reshape.hpp>
#include <tcalc/view/transpose.hpp>

namespace tcalc {

namespace {

struct Change {
  const TensorView& view;
  const Extents& extents;

  std::optional<TensorView> operator()(const Permutation& permutation) const {
    return transposed(view, permutation.axes);
  }
  std::optional<TensorView> operator()(const Reshape&) const { return reshaped(view, extents); }
  std::optional<TensorView> operator()(const Broadcast&) const { return broadcast_to(view, extents); }
  std::optional<TensorView> operator()(const Walk& walk) const {
    TensorView result = view;
    result.extents = extents;
    result.strides.clear();
    for (std::size_t axis = 0; axis < extents.size(); ++axis) {
      std::int64_t stride = 0;
      // A step along a single element may be of any size.
      for (const Walk::Step& step : walk.axes[axis])
        stride += extents[axis] > 1 ? step.step * view.strides[static_cast<std::size_t>(step.axis)] : 0;
      result.strides.push_back(stride);
    }
    if (view.data == nullptr || count(extents) == 0) return result;
    std::int64_t offset = 0;
    for (std::size_t axis = 0; axis < walk.starts.size(); ++axis)
      offset += walk.starts[axis].size() * view.strides[axis];
    result.data += offset * size_of(view.dtype);
    return result;
  }
};

}  // namespace

std::optional<TensorView> changed(const TensorView& view, const ViewChange& change, const Extents& extents) {
  return std::visit(Change{view, extents}, change);
}

}  // namespace tcalc
