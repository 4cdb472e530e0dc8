// A change of view carried out.
#pragma once

#include <optional>

#include <tcalc/core/tensor.hpp>
#include <tcalc/view/view_change.hpp>

namespace tcalc {

// What the change makes of a view, with the extents that its outcome has; of a view without data its layout
// alone. Nothing where the elements have to be copied, in C order, before they have that shape.
std::optional<TensorView> changed(const TensorView& view, const ViewChange& change, const Extents& extents);

}  // namespace tcalc
