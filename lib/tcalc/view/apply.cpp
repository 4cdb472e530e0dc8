#include <tcalc/view/apply.hpp>
#include <tcalc/view/broadcast.hpp>
#include <tcalc/view/reshape.hpp>
#include <tcalc/view/slice.hpp>
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
  std::optional<TensorView> operator()(const Slice& slice) const { return sliced(view, slice); }
};

}  // namespace

std::optional<TensorView> changed(const TensorView& view, const ViewChange& change, const Extents& extents) {
  return std::visit(Change{view, extents}, change);
}

}  // namespace tcalc
