// numpy.broadcast_to of views.
#pragma once

#include <tcalc/core/tensor.hpp>

namespace tcalc {

// The view with these extents, to which its own broadcast: axes that it lacks, and those of size 1 where the
// result is longer, repeat with a stride of 0.
TensorView broadcast_to(const TensorView& view, const Extents& extents);

}  // namespace tcalc
