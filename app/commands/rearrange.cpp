#include <app/commands/rearrange.hpp>

#include <tcalc/view/reshape.hpp>
#include <tcalc/view/transpose.hpp>

namespace tcalc::app {

Rearrangement::Rearrangement(const Arguments& arguments, const Operand& operand) {
  if (const auto* typed = find_integers(arguments, "--transpose"))
    axes_ = permutation_of(*typed, operand.shape.rank(), operand.name, "--transpose: ");
  if (const auto* typed = find_integers(arguments, "--reshape")) {
    extents_ = reshaped_extents(operand.shape.extents(), *typed,
                                "--reshape: " + operand.name + " " + operand.shape.text() + ": ");
  }
}

Array Rearrangement::apply(const TensorView& view) const {
  const TensorView seen = axes_ ? transposed(view, *axes_) : view;
  return extents_ ? reshaped_or_copied(seen, *extents_) : Array{seen, nullptr};
}

bool is_fortran(const TensorView& view) {
  return view.strides == fortran_strides(view.extents) && view.strides != c_strides(view.extents);
}

}  // namespace tcalc::app
