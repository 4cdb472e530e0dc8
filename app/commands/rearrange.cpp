#include <algorithm>
#include <app/commands/rearrange.hpp>
#include <utility>

#include <tcalc/core/checked.hpp>
#include <tcalc/core/error.hpp>

namespace tcalc::app {

namespace {

std::vector<std::size_t> checked_axes(const std::vector<std::int64_t>& typed, const Operand& operand) {
  const std::int64_t rank = operand.shape.rank();
  const std::string subject = "--transpose: " + operand.name + " " + operand.shape.text() + ": ";
  std::vector<std::size_t> axes;
  for (const std::int64_t axis : typed) {
    if (axis < -rank || axis >= rank)
      throw Error(ErrorKind::mismatch, subject + "axis " + std::to_string(axis) +
                                           " is out of range for rank " + std::to_string(rank));
    const auto place = static_cast<std::size_t>(axis < 0 ? axis + rank : axis);
    if (std::ranges::find(axes, place) != axes.end())
      throw Error(ErrorKind::mismatch, subject + "axis " + std::to_string(axis) + " is given twice");
    axes.push_back(place);
  }
  if (axes.size() == static_cast<std::size_t>(rank)) return axes;
  throw Error(ErrorKind::mismatch, subject + "it takes all axes in another order, " + std::to_string(rank) +
                                       ", but " + std::to_string(axes.size()) + " given");
}

Extents checked_shape(const std::vector<std::int64_t>& typed, const Operand& operand) {
  const std::string subject = "--reshape: " + operand.name + " " + operand.shape.text() + ": ";
  const std::int64_t elements = count(operand.shape.extents());
  Extents known;
  for (const std::int64_t size : typed) {
    if (size < -1)
      throw Error(ErrorKind::mismatch,
                  subject + "sizes cannot be negative, but " + std::to_string(size) + " is");
    if (size >= 0) known.push_back(size);
  }
  if (typed.size() - known.size() > 1) throw Error(ErrorKind::mismatch, subject + "only one size can be -1");
  if (typed.size() > static_cast<std::size_t>(max_rank))
    throw Error(ErrorKind::mismatch, subject + "more than 64 axes");
  const auto product = checked_product(known);
  Extents extents = typed;
  const auto unknown = std::ranges::find(extents, -1);
  const bool fits =
      product && (unknown == extents.end() ? *product == elements : *product > 0 && elements % *product == 0);
  if (!fits) {
    std::string shape;
    for (const std::int64_t size : typed) shape += (shape.empty() ? "" : ",") + std::to_string(size);
    throw Error(ErrorKind::mismatch,
                subject + std::to_string(elements) + " elements do not fit shape " + shape);
  }
  if (unknown != extents.end()) *unknown = elements / *product;
  return extents;
}

}  // namespace

Rearrangement::Rearrangement(const Arguments& arguments, const Operand& operand) {
  if (const auto* typed = find_integers(arguments, "--transpose")) axes_ = checked_axes(*typed, operand);
  if (const auto* typed = find_integers(arguments, "--reshape")) extents_ = checked_shape(*typed, operand);
}

Array Rearrangement::apply(const TensorView& view) const {
  Array array = {axes_ ? permuted(view, *axes_) : view, nullptr};
  if (!extents_) return array;
  if (array.view.strides != c_strides(array.view.extents))
    array = to_array(converted(array.view, view.dtype));
  array.view.extents = *extents_;
  array.view.strides = c_strides(*extents_);
  return array;
}

bool is_fortran(const TensorView& view) {
  return view.strides == fortran_strides(view.extents) && view.strides != c_strides(view.extents);
}

}  // namespace tcalc::app
