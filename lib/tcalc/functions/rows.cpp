#include <cstring>
#include <numeric>
#include <vector>

#include <tcalc/core/formatted.hpp>
#include <tcalc/functions/rows.hpp>
#include <tcalc/view/axes.hpp>
#include <tcalc/view/transpose.hpp>

namespace tcalc::functions {

namespace {

std::vector<int> inverse(const std::vector<int>& order) {
  std::vector<int> back(order.size());
  for (std::size_t i = 0; i < order.size(); ++i)
    back[static_cast<std::size_t>(order[i])] = static_cast<int>(i);
  return back;
}

}  // namespace

void for_each_row(const TensorView& input, int axis, const MutableView& result,
                  const std::function<void(const std::byte*, std::byte*)>& row) {
  const auto along = static_cast<std::size_t>(axis);
  std::vector<int> order = axes_without(input.rank(), axis);
  order.push_back(axis);
  const TensorView moved = transposed(input, order);
  const Tensor source = converted(moved, input.dtype);
  Extents extents = moved.extents;
  extents.back() = result.extents[along];
  const bool in_place = along + 1 == input.extents.size();
  Tensor target = in_place ? Tensor() : Tensor(result.dtype, extents);
  std::byte* const to = in_place ? result.data : target.data();
  const std::int64_t length = moved.extents.back(), written = extents.back();
  std::int64_t rows = 1;
  for (std::size_t i = 0; i + 1 < extents.size(); ++i) rows *= extents[i];
  for (std::int64_t i = 0; i < rows; ++i)
    row(source.data() + i * length * size_of(input.dtype), to + i * written * size_of(result.dtype));
  if (!in_place) convert_into(transposed(target.view(), inverse(order)), result.dtype, result.data);
}

void copy_along(const Tensor& from, int axis, std::int64_t count, std::byte* to,
                const std::function<std::int64_t(std::int64_t)>& source) {
  const auto along = static_cast<std::size_t>(axis);
  const std::int64_t length = from.extents()[along];
  std::int64_t outer = 1, inner = size_of(from.dtype());
  for (std::size_t i = 0; i < along; ++i) outer *= from.extents()[i];
  for (std::size_t i = along + 1; i < from.extents().size(); ++i) inner *= from.extents()[i];
  for (std::int64_t block = 0; block < outer; ++block) {
    for (std::int64_t i = 0; i < count; ++i, to += inner) {
      const std::int64_t place = block * length + source(i);
      std::memcpy(to, from.data() + place * inner, static_cast<std::size_t>(inner));
    }
  }
}

NodeId gathered(expression::Builder& builder, std::string_view name, NodeId node, int axis, const Dim& size,
                const std::string& parameters, std::function<std::int64_t(std::int64_t)> source) {
  Dims dims = builder.shape(node).dims();
  dims[static_cast<std::size_t>(axis)] = size;
  return builder.routine(name, {node}, Shape(std::move(dims)), builder.dtype(node),
                         formatted("{}:{}:{}", axis, size.text(), parameters),
                         [axis, source](std::span<const TensorView> inputs, const MutableView& result, int) {
                           const Tensor from = converted(inputs[0], inputs[0].dtype);
                           copy_along(from, axis, result.extents[static_cast<std::size_t>(axis)], result.data,
                                      source);
                         });
}

}  // namespace tcalc::functions
