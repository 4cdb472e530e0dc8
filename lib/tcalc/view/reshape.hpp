// numpy.reshape of views: the same elements in C order under another shape.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <tcalc/core/tensor.hpp>
#include <tcalc/shape/shape.hpp>

namespace tcalc {

// The view with these extents, which have as many elements; nothing where no strides express that, and the
// elements have to be copied.
std::optional<TensorView> reshaped(const TensorView& view, const Extents& extents);

// The same of a view with data: a view where strides express it, else a copy.
Array reshaped_or_copied(const TensorView& view, const Extents& extents);

// The extents that sizes as they were typed ask for; one of them may be -1: what is left.
// Throws Error{mismatch}, beginning with `subject`, for another number of elements.
Extents reshaped_extents(const Extents& extents, const std::vector<std::int64_t>& typed,
                         const std::string& subject);

// The same of a shape with named dims: numpy.reshape to `dims`, one of which may be -1. Throws
// Error{mismatch} where the numbers of elements differ, and where they may: a fact settles that.
Shape reshaped_shape(const Shape& from, Dims dims);

}  // namespace tcalc
