// A heat map as an SVG document.
#pragma once

#include <string>
#include <string_view>

#include <tcalc/core/tensor.hpp>
#include <tcalc/picture/field.hpp>

namespace tcalc {

// At most 128 cells along an axis. Under a title, with the first and last index of each axis, the scale and
// its range; readable on light and on dark ground. Throws Error{mismatch} for more than two axes.
std::string heat_svg(const TensorView& view, std::string_view title, const ScaleEnds& ends = {});

}  // namespace tcalc
