#include <algorithm>
#include <app/arrays/rearrangement.hpp>
#include <app/cli/option_values.hpp>
#include <type_traits>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/text/operand.hpp>
#include <tcalc/text/word.hpp>
#include <tcalc/view/reshape.hpp>
#include <tcalc/view/transpose.hpp>

namespace tcalc::app {

namespace {

std::vector<int> permutation(const std::vector<std::int64_t>& typed, int rank, const std::string& name) {
  return permutation_of(typed, rank, name, "--transpose: ");
}

bool is_known(const Dims& dims) {
  return std::ranges::all_of(dims, [](const Dim& dim) { return dim.is_known(); });
}

std::vector<std::int64_t> sizes_of(const Dims& dims) {
  std::vector<std::int64_t> sizes;
  for (const Dim& dim : dims) sizes.push_back(dim.size());
  return sizes;
}

Extents reshaped_to(const Extents& extents, const Dims& dims, const std::string& name) {
  const std::string subject = formatted("--reshape: {} {}: ", name, Shape(extents).text());
  if (!is_known(dims))
    throw Error(ErrorKind::mismatch,
                formatted("{}the array has sizes, but {} has names", subject, text_of(dims)));
  return reshaped_extents(extents, sizes_of(dims), subject);
}

Shape transposed_shape(const Shape& shape, const std::vector<std::int64_t>& typed, const std::string& name) {
  Dims dims;
  for (const int axis : permutation(typed, shape.rank(), name)) dims.push_back(shape[axis]);
  return Shape(std::move(dims));
}

Shape reshaped_by_name(const Shape& shape, const Dims& dims, const std::string& name) {
  if (shape.is_known() && is_known(dims)) return Shape(reshaped_to(shape.extents(), dims, name));
  try {
    return tcalc::reshaped_shape(shape, dims);
  } catch (Error& error) {
    error.set_subject("--reshape: " + name);
    throw;
  }
}

}  // namespace

Rearrangement::Rearrangement(const Request& request, const Facts& facts) {
  for (const std::string& option : request.order) {
    if (option == "slice") steps_.emplace_back(*find_option<Slice>(request.options, option));
    if (option == "transpose") steps_.emplace_back(*find_integers(request.options, option));
    if (option != "reshape") continue;
    Dims dims = text::parse_sizes(*find_word(request.options, option), long_name(option));
    for (Dim& dim : dims) dim = facts.applied(dim);
    steps_.emplace_back(std::move(dims));
  }
}

std::optional<Slice> Rearrangement::take_first_slice() {
  if (steps_.empty() || !std::holds_alternative<Slice>(steps_.front())) return std::nullopt;
  Slice first = std::get<Slice>(steps_.front());
  steps_.erase(steps_.begin());
  return first;
}

Shape Rearrangement::shape_of(const Shape& shape, const std::string& name) const {
  Shape result = shape;
  for (const auto& step : steps_) {
    if (const auto* slice = std::get_if<Slice>(&step)) result = sliced_shape(result, *slice, name);
    if (const auto* axes = std::get_if<Axes>(&step)) result = transposed_shape(result, *axes, name);
    if (const auto* dims = std::get_if<Dims>(&step)) result = reshaped_by_name(result, *dims, name);
  }
  return result;
}

Array Rearrangement::apply(const Array& array) const {
  Array result = array;
  for (const auto& step : steps_) {
    TensorView& view = result.view;
    if (const auto* slice = std::get_if<Slice>(&step)) view = sliced(view, *slice);
    if (const auto* axes = std::get_if<Axes>(&step))
      view = transposed(view, permutation(*axes, view.rank(), "the array"));
    if (const auto* dims = std::get_if<Dims>(&step)) {
      Array reshaped = reshaped_or_copied(view, reshaped_to(view.extents, *dims, "the array"));
      view = reshaped.view;
      if (reshaped.owner != nullptr) result.owner = std::move(reshaped.owner);
    }
  }
  return result;
}

TensorView Rearrangement::layout_of(const TensorView& layout) const {
  TensorView view = layout;
  for (const auto& step : steps_) {
    if (const auto* slice = std::get_if<Slice>(&step)) view = sliced(view, *slice);
    if (const auto* axes = std::get_if<Axes>(&step))
      view = transposed(view, permutation(*axes, view.rank(), "the array"));
    if (const auto* dims = std::get_if<Dims>(&step)) {
      const Extents extents = reshaped_to(view.extents, *dims, "the array");
      view = reshaped(view, extents).value_or(contiguous(view.dtype, extents));
    }
  }
  return view;
}

Shape sliced_shape(const Shape& shape, const Slice& slice, const std::string& name) {
  if (!shape.is_known())
    throw Error(
        ErrorKind::mismatch,
        formatted("{}: what it leaves of {} {} depends on its sizes", slice.subject, name, shape.text()),
        "tcalc eval 'x[...]' x=" + text::shell_quoted(shape.text()) + " knows slices of named dims");
  return Shape(select(slice, shape.extents(), c_strides(shape.extents())).extents);
}

bool is_fortran(const TensorView& view) {
  return view.strides == fortran_strides(view.extents) && view.strides != c_strides(view.extents);
}

}  // namespace tcalc::app
