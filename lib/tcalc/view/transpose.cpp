#include <algorithm>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/view/axes.hpp>
#include <tcalc/view/transpose.hpp>

namespace tcalc {

TensorView transposed(const TensorView& view, std::span<const int> axes) {
  TensorView result = view;
  for (std::size_t axis = 0; axis < axes.size(); ++axis) {
    const auto from = static_cast<std::size_t>(axes[axis]);
    result.extents[axis] = view.extents[from];
    result.strides[axis] = view.strides[from];
  }
  return result;
}

std::vector<int> permutation_of(const std::vector<std::int64_t>& typed, int rank, const std::string& name,
                                const std::string& subject) {
  std::vector<int> axes;
  for (const std::int64_t typed_axis : typed) {
    const auto axis = normalized_axis(typed_axis, rank);
    if (!axis) throw Error(ErrorKind::mismatch, subject + out_of_range_fact(typed_axis, name, rank));
    if (std::ranges::find(axes, *axis) != axes.end())
      throw Error(ErrorKind::mismatch, subject + given_twice_fact(*axis, name));
    axes.push_back(*axis);
  }
  if (axes.size() == static_cast<std::size_t>(rank)) return axes;
  throw Error(ErrorKind::mismatch, formatted("{}expected a permutation of all {} axes of {}, got {}", subject,
                                             rank, name, axes.size()));
}

}  // namespace tcalc
