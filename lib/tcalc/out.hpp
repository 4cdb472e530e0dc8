// Results where the caller wants them, in place of new arrays:
//
//   tcalc::matmul(tcalc::out(c), a, b);
//   tcalc::matmul(tcalc::out(xt::view(stack, i)).accumulate(), a, b);
#pragma once

#include <type_traits>
#include <utility>

namespace tcalc {
inline namespace v0 {

/// What out() gives: a container or a view, by reference where it has a name.
template <class C>
class Out {
 public:
  explicit Out(C target, bool accumulates = false)
      : target_(std::forward<C>(target)), accumulates_(accumulates) {}

  /// The result is added to what is there, which must have its shape.
  Out accumulate() && { return Out(std::forward<C>(target_), true); }

  std::remove_reference_t<C>& target() { return target_; }
  bool accumulates() const { return accumulates_; }

 private:
  C target_;
  bool accumulates_;
};

/// Where a function of tcalc.hpp writes its result: any container, view or adaptor whose element type holds
/// the values of the operands' promoted one.
///
/// An xt::xarray, and an xt::xtensor of the result's rank, is resized; any other target must have the
/// result's shape, and so must one that is accumulated to: Error{mismatch} otherwise. The target may overlap
/// the operands, which are taken as they were. A C-contiguous one that does not is written to directly; then
/// nothing of the result's size is allocated.
template <class C>
Out<C> out(C&& target) {
  return Out<C>(std::forward<C>(target));
}

}  // namespace v0
}  // namespace tcalc
