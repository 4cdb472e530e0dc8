// A heat map as a PNG image.
#pragma once

#include <string>
#include <string_view>

#include <tcalc/core/tensor.hpp>
#include <tcalc/picture/field.hpp>

namespace tcalc {

// At most 1024 cells along an axis, at least 512 pixels on the longer side, on white; under a title, with the
// first and last index of each axis, the scale and its range at the right, and the caption below. Throws
// Error{mismatch} for more than two axes.
std::string heat_png(const TensorView& view, std::string_view title, const ScaleEnds& ends = {});

}  // namespace tcalc
