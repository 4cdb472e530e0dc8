// A heat map as a PNG image.
#pragma once

#include <string>

#include <tcalc/core/tensor.hpp>

namespace tcalc {

// At most 1024 cells along an axis, at least 512 pixels on the longer side, on white; with the scale and its
// range at the right. Throws Error{mismatch} for more than two axes.
std::string heat_png(const TensorView& view);

}  // namespace tcalc
