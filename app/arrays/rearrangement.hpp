// --slice, --transpose and --reshape, in the order in which they were typed.
#pragma once

#include <app/cli/request.hpp>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <tcalc/core/tensor.hpp>
#include <tcalc/ops/operation.hpp>
#include <tcalc/shape/shape.hpp>
#include <tcalc/view/slice.hpp>

namespace tcalc::app {

class Rearrangement {
 public:
  Rearrangement(const Request& request, const Facts& facts);

  // A slice that comes first, and can be taken while a file is read: then the rest is what it leaves to do.
  std::optional<Slice> take_first_slice();

  // What becomes of a shape. Throws Error{mismatch} for an axis that is not there, missing or given twice,
  // for an index out of range, and for a shape of another number of elements; `name` is what it is called.
  Shape shape_of(const Shape& shape, const std::string& name) const;

  // What becomes of an array whose shape passed: a view of the same elements where strides can express it,
  // else a copy.
  Array apply(const Array& array) const;
  // The extents, and whether the elements lie with the first axis fastest; without data.
  TensorView layout_of(const TensorView& layout) const;

 private:
  using Axes = std::vector<std::int64_t>;               // of --transpose, as typed
  std::vector<std::variant<Slice, Axes, Dims>> steps_;  // Dims: of --reshape
};

// What a slice leaves of a shape, whose sizes have to be known. Throws Error{mismatch}.
Shape sliced_shape(const Shape& shape, const Slice& slice, const std::string& name);

// Whether its elements lie with the first axis fastest, and not as well with the last.
bool is_fortran(const TensorView& view);

}  // namespace tcalc::app
