// torch.tensordot: NumPy's, but an axis of size 1 is broadcast where it is contracted.
#include <algorithm>

#include <tcalc/core/formatted.hpp>
#include <tcalc/frameworks/entries.hpp>
#include <tcalc/frameworks/refusal.hpp>
#include <tcalc/ops/tensordot.hpp>
#include <tcalc/view/axes.hpp>

namespace tcalc::framework {

namespace {

// The axes of each operand, as torch counts them: for a number of axes those of the first are negative.
struct SummedAxes {
  std::vector<std::int64_t> a, b;
};

std::string out_of_range(std::int64_t axis, int rank) {
  const int most = std::max(rank, 1);
  return formatted("Dimension out of range (expected to be in range of [{}, {}], but got {})", -most,
                   most - 1, axis);
}

Contraction contraction_of(const Operand& a, const Operand& b, const std::vector<int>& axes_a,
                           const std::vector<int>& axes_b) {
  Contraction contraction;
  contraction.operands[0].resize(static_cast<std::size_t>(a.shape.rank()), -1);
  contraction.operands[1].resize(static_cast<std::size_t>(b.shape.rank()), -1);
  for (std::size_t pair = 0; pair < axes_a.size(); ++pair) {
    const int label =
        contraction.add(Group::contracted, *broadcast(a.shape[axes_a[pair]], b.shape[axes_b[pair]]));
    contraction.operands[0][static_cast<std::size_t>(axes_a[pair])] = label;
    contraction.operands[1][static_cast<std::size_t>(axes_b[pair])] = label;
  }
  const auto keep_rest = [&](AxisLabels& labels, const Shape& shape) {
    for (std::size_t axis = 0; axis < labels.size(); ++axis) {
      if (labels[axis] >= 0) continue;
      labels[axis] = contraction.add(Group::free, shape[static_cast<int>(axis)]);
      contraction.result.push_back(labels[axis]);
    }
  };
  keep_rest(contraction.operands[0], a.shape);
  keep_rest(contraction.operands[1], b.shape);
  return contraction;
}

}  // namespace

FrameworkAnswer torch_tensordot(const Operand& a, const Operand& b, const FrameworkOptions& options) {
  SummedAxes dims;
  OwnCall call = {"tensordot"};
  if (options.axes && options.axes->size() == 2) {
    dims = {{options.axes->front()}, {options.axes->back()}};
    call.arguments = {{"axes-a", dims.a}, {"axes-b", dims.b}};
  } else {
    const std::int64_t count = options.axes ? options.axes->front() : 2;
    const std::string got = formatted("dims={}", count);
    if (count < 0) return refused("tensordot expects dims >= 0, but got " + got);
    if (count > std::min(a.shape.rank(), b.shape.rank()))
      return refused("tensordot expects dims < ndim_a or ndim_b, but got " + got);
    for (std::int64_t axis = 0; axis < count; ++axis) {
      dims.a.push_back(axis - count);
      dims.b.push_back(axis);
    }
    call.arguments = {{"axes", std::vector{count}}};
  }
  std::vector<int> axes_a, axes_b;
  for (std::size_t pair = 0; pair < dims.a.size(); ++pair) {
    const auto axis_a = normalized_axis(dims.a[pair], a.shape.rank());
    const auto axis_b = normalized_axis(dims.b[pair], b.shape.rank());
    if (!axis_a) return refused(out_of_range(dims.a[pair], a.shape.rank()));
    if (!axis_b) return refused(out_of_range(dims.b[pair], b.shape.rank()));
    const Dim& x = a.shape[*axis_a];
    const Dim& y = b.shape[*axis_b];
    if (!broadcast(x, y))
      return refused(
          formatted("contracted dimensions need to match, but first has size {} in dim {} and second has "
                    "size {} in dim {}",
                    x.text(), dims.a[pair], y.text(), dims.b[pair]));
    if (differ(x, y)) call = {};  // as an einsum: tensordot does not broadcast
    axes_a.push_back(*axis_a);
    axes_b.push_back(*axis_b);
  }
  return {contraction_of(a, b, axes_a, axes_b), {}, std::move(call)};
}

std::string torch_tensordot_options(const FrameworkOptions& options) {
  const std::string call = axes_call(options);
  if (call.empty() || options.axes->size() == 1) return call.empty() ? "" : "dims" + call.substr(4);
  return formatted("dims=([{}], [{}])", options.axes->front(), options.axes->back());
}

}  // namespace tcalc::framework
