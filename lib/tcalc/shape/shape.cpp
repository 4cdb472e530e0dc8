#include <algorithm>
#include <utility>

#include <tcalc/core/checked.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/shape/shape.hpp>

namespace tcalc {

namespace {

// Known dims without a defect, which most are: said without a text.
bool are_sound(const Dims& dims) {
  std::optional<std::int64_t> elements = 1;
  for (const Dim& dim : dims) {
    if (!dim.is_known() || dim.size() < 0) return false;
    if (!dim.is(0)) elements = checked_multiply(*elements, dim.size());
    if (!elements) return false;
  }
  return dims.size() <= max_rank;
}

}  // namespace

Shape::Shape(std::initializer_list<Dim> dims) : Shape(Dims(dims)) {}

Shape::Shape(Dims dims) : dims_(std::move(dims)) {
  if (are_sound(dims_)) return;
  if (const auto problem = defect(dims_)) throw Error(ErrorKind::resource, "shape " + *problem);
}

Shape::Shape(const Extents& extents) : Shape(Dims(extents.begin(), extents.end())) {}

std::optional<std::string> Shape::defect(const Dims& dims) {
  if (dims.size() > max_rank) {
    return formatted("rank {} exceeds {}", dims.size(), max_rank);
  }
  const auto is_negative = [](const Dim& dim) {
    return dim.is_known() ? dim.size() < 0 : is_at_least(dim, 0) == Verdict::refuted;
  };
  if (std::ranges::any_of(dims, is_negative)) return text_of(dims) + ": dimensions cannot be negative";
  std::optional<std::int64_t> elements = 1;
  for (const Dim& dim : dims) {
    if (elements && dim.is_known() && !dim.is(0)) elements = checked_multiply(*elements, dim.size());
  }
  if (!elements) return text_of(dims) + " has too many elements";
  return std::nullopt;
}

bool Shape::is_known() const {
  return std::ranges::all_of(dims_, [](const Dim& dim) { return dim.is_known(); });
}

Extents Shape::extents() const {
  Extents sizes;
  for (const Dim& dim : dims_) sizes.push_back(dim.size());
  return sizes;
}

std::string Shape::text() const { return text_of(dims_); }

std::string text_of(const Dims& dims) {
  std::string text = "(";
  for (std::size_t axis = 0; axis < dims.size(); ++axis) {
    if (axis > 0) text += ", ";
    text += dims[axis].text();
  }
  if (dims.size() == 1) text += ',';
  return text + ')';
}

std::vector<std::string> texts_of(const Dims& dims) {
  std::vector<std::string> texts;
  for (const Dim& dim : dims) texts.push_back(dim.text());
  return texts;
}

}  // namespace tcalc
