#include <utility>
#include <vector>

#include <tcalc/core/checked.hpp>
#include <tcalc/graph/blocks.hpp>
#include <tcalc/graph/run_blocks.hpp>
#include <tcalc/view/broadcast.hpp>

namespace tcalc {

namespace {

// Elements of a block: its operands and its result stay in the L2 cache.
constexpr std::int64_t most_elements = std::int64_t{1} << 14;

bool is_ready(const TensorView& view, Dtype dtype) {
  return view.dtype == dtype && view.aligned && (!view.byte_swapped || size_of(dtype) == 1);
}

// An operand's block as a kernel takes it, and the memory of the copy where it needs one.
struct Ready {
  TensorView view;
  Tensor copy;
};

// Elements that repeat are converted once.
Ready ready(const TensorView& view, Dtype dtype) {
  if (is_ready(view, dtype)) return {view, {}};
  TensorView own = view;
  for (std::size_t axis = 0; axis < own.extents.size(); ++axis) {
    if (own.strides[axis] == 0 && own.extents[axis] > 1) own.extents[axis] = 1;
  }
  Ready result;
  result.copy = converted(own, dtype);
  result.view = broadcast_to(result.copy.view(), view.extents);
  return result;
}

MutableView result_view(std::byte* data, Dtype dtype, const Extents& extents) {
  return {data, dtype, extents, c_strides(extents)};
}

std::int64_t largest_block(const Extents& extents, std::span<const int> whole, Dtype dtype) {
  return checked_multiply(Blocks(extents, whole, most_elements).most_elements(), size_of(dtype))
      .value_or(INT64_MAX);
}

}  // namespace

void run_elementwise(const Elementwise& work, std::span<const TensorView> operands, Dtype dtype,
                     const Extents& extents, std::byte* result, int threads, const Progress& progress) {
  std::vector<TensorView> views;
  for (const TensorView& operand : operands) views.push_back(broadcast_to(operand, extents));
  const MutableView whole = result_view(result, dtype, extents);
  const Blocks blocks(extents, {}, most_elements);
  const auto run = [&](std::int64_t index, Scratch&) {
    const std::vector<Range> block = blocks[index];
    std::vector<Ready> inputs;
    std::vector<TensorView> parts;
    for (std::size_t place = 0; place < views.size(); ++place) {
      inputs.push_back(ready(part_of(views[place], block), work.dtypes[place]));
      parts.push_back(inputs.back().view);
    }
    work.kernel->run(parts, part_of(whole, block));
  };
  share_out(blocks.count(), threads, run, progress);
}

void run_reduction(const Reduction& work, const TensorView& operand, Dtype dtype, std::byte* result,
                   int threads, const Progress& progress) {
  Extents kept = operand.extents;
  for (const int axis : work.axes) kept[static_cast<std::size_t>(axis)] = 1;
  const MutableView whole = result_view(result, dtype, kept);
  // Along reduced axes the operand may have no elements at all, and the result some.
  Extents extents = operand.extents;
  for (const int axis : work.axes) {
    std::int64_t& extent = extents[static_cast<std::size_t>(axis)];
    if (extent == 0) extent = 1;
  }
  const Blocks blocks(extents, work.axes, most_elements);
  const auto run = [&](std::int64_t index, Scratch&) {
    std::vector<Range> block = blocks[index];
    for (const int axis : work.axes) {
      const auto at = static_cast<std::size_t>(axis);
      block[at] = {0, operand.extents[at]};
    }
    const Ready input = ready(part_of(operand, block), work.dtype.value_or(operand.dtype));
    for (const int axis : work.axes) block[static_cast<std::size_t>(axis)] = {0, 1};
    work.kernel->run(input.view, work.axes, part_of(whole, block));
  };
  share_out(blocks.count(), threads, run, progress);
}

std::int64_t block_scratch_bytes(const Elementwise& work, std::span<const TensorView> operands) {
  std::int64_t bytes = 0;
  for (std::size_t place = 0; place < operands.size(); ++place) {
    const Dtype dtype = work.dtypes[place];
    if (!is_ready(operands[place], dtype)) bytes += most_elements * size_of(dtype);
  }
  return bytes;
}

std::int64_t block_scratch_bytes(const Reduction& work, const TensorView& operand) {
  const Dtype dtype = work.dtype.value_or(operand.dtype);
  return is_ready(operand, dtype) ? 0 : largest_block(operand.extents, work.axes, dtype);
}

}  // namespace tcalc
