#include <algorithm>
#include <utility>

#include <tcalc/core/checked.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/shape/shape.hpp>
#include <tcalc/view/reshape.hpp>

namespace tcalc {

namespace {

// Axes that are more than one element long.
struct LongAxes {
  Extents extents;
  Strides strides;

  explicit LongAxes(const TensorView& view) {
    for (std::size_t axis = 0; axis < view.extents.size(); ++axis) {
      if (view.extents[axis] == 1) continue;
      extents.push_back(view.extents[axis]);
      strides.push_back(view.strides[axis]);
    }
  }
};

// Strides for extents that divide the axes from `first` up to `end` of the old ones anew; false where those
// do not step evenly.
bool divide(const LongAxes& old, std::size_t first, std::size_t end, const Extents& extents,
            std::size_t first_new, std::size_t end_new, Strides& strides) {
  for (std::size_t axis = first; axis + 1 < end; ++axis) {
    if (old.strides[axis] != old.strides[axis + 1] * old.extents[axis + 1]) return false;
  }
  std::int64_t step = old.strides[end - 1];
  for (std::size_t axis = end_new; axis-- > first_new;) {
    strides[axis] = step;
    step *= extents[axis];
  }
  return true;
}

}  // namespace

std::optional<TensorView> reshaped(const TensorView& view, const Extents& extents) {
  TensorView result = view;
  result.extents = extents;
  result.strides = c_strides(extents);
  if (view.strides == c_strides(view.extents) || count(extents) == 0) return result;
  const LongAxes old(view);
  // Groups of neighbours, old and new, that have as many elements.
  for (std::size_t i = 0, j = 0; i < old.extents.size();) {
    while (extents[j] == 1) ++j;
    const std::size_t first = i, first_new = j;
    std::int64_t elements = old.extents[i++];
    std::int64_t elements_new = extents[j++];
    while (elements != elements_new) {
      if (elements < elements_new)
        elements *= old.extents[i++];
      else
        elements_new *= extents[j++];
    }
    if (!divide(old, first, i, extents, first_new, j, result.strides)) return std::nullopt;
  }
  return result;
}

Array reshaped_or_copied(const TensorView& view, const Extents& extents) {
  if (auto same = reshaped(view, extents)) return {*std::move(same), nullptr};
  Array copy = to_array(converted(view, view.dtype));
  copy.view = *reshaped(copy.view, extents);
  return copy;
}

Extents reshaped_extents(const Extents& extents, const std::vector<std::int64_t>& typed,
                         const std::string& subject) {
  const std::int64_t elements = count(extents);
  Extents known;
  for (const std::int64_t size : typed) {
    if (size < -1)
      throw Error(ErrorKind::mismatch, formatted("{}sizes cannot be negative, but {} is", subject, size));
    if (size >= 0) known.push_back(size);
  }
  if (typed.size() - known.size() > 1) throw Error(ErrorKind::mismatch, subject + "only one size can be -1");
  if (typed.size() > static_cast<std::size_t>(max_rank))
    throw Error(ErrorKind::mismatch, subject + "more than 64 axes");
  const auto product = checked_product(known);
  Extents result = typed;
  const auto unknown = std::ranges::find(result, -1);
  const bool fits =
      product && (unknown == result.end() ? *product == elements : *product > 0 && elements % *product == 0);
  if (!fits) {
    std::string shape;
    for (const std::int64_t size : typed) shape += (shape.empty() ? "" : ",") + std::to_string(size);
    throw Error(ErrorKind::mismatch,
                formatted("{}{} elements do not fit shape {}", subject, elements, shape));
  }
  if (unknown != result.end()) *unknown = elements / *product;
  return result;
}

Shape reshaped_shape(const Shape& from, Dims dims) {
  const Dim elements = product(from.dims());
  Dim known = 1;
  std::optional<std::size_t> open;
  for (std::size_t axis = 0; axis < dims.size(); ++axis) {
    if (!dims[axis].is(-1)) {
      if (dims[axis].is_known() && dims[axis].size() < 0)
        throw Error(ErrorKind::mismatch, "a size cannot be negative, but " + dims[axis].text() + " is",
                    "-1 stands for the size that is left");
      known = known * dims[axis];
    } else if (std::exchange(open, axis)) {
      throw Error(ErrorKind::mismatch, "only one dim can be -1");
    }
  }
  const std::string target = text_of(dims);
  if (open) {
    const auto refuse = [&] {
      throw Error(ErrorKind::mismatch,
                  formatted("shape {} has {} elements, which {} cannot hold: {} does not divide them",
                            from.text(), elements.text(), target, known.text()));
    };
    if (known.is(0)) refuse();
    if (elements.is_unknown() || known.is_unknown()) {
      dims[*open] = Dim::unknown();
    } else {
      const Dim rest = floor_divided(elements, known);
      const Verdict exact = is_equal(rest * known, elements);
      if (exact == Verdict::refuted) refuse();
      if (exact == Verdict::open)
        throw Error(ErrorKind::mismatch,
                    formatted("shape {} fits {} only if {} divides {}", from.text(), target, known.text(),
                              elements.text()),
                    OptionHint{"", "require", formatted("({}) % ({}) == 0", elements.text(), known.text()),
                               " takes that for a fact"});
      dims[*open] = rest;
    }
  } else if (is_equal(elements, known) == Verdict::refuted) {
    throw Error(ErrorKind::mismatch, formatted("shape {} has {} elements, but {} holds {}", from.text(),
                                               elements.text(), target, known.text()));
  } else if (is_equal(elements, known) == Verdict::open && !elements.is_unknown() && !known.is_unknown()) {
    throw Error(
        ErrorKind::mismatch,
        formatted("shape {} fits {} only if {} == {}", from.text(), target, elements.text(), known.text()),
        OptionHint{"", "require", settling_fact(elements, known), " takes that for a fact"});
  }
  return Shape(std::move(dims));
}

}  // namespace tcalc
