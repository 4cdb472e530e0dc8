// Results where the caller wants them, in place of new arrays:
//
//   tcalc::matmul(tcalc::out(c), a, b);
//   tcalc::matmul(tcalc::out(xt::view(stack, i)).accumulate(), a, b);
//
// The functions are those of tcalc.hpp. The target's element type holds the values of the promoted one. An
// xt::xarray and an xt::xtensor of the result's rank are resized; any other target must have the result's
// shape, which one that is accumulated to must have in any case: Error{mismatch} otherwise. The target may
// overlap the operands.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <type_traits>
#include <utility>

#include <tcalc/core/error.hpp>
#include <tcalc/export.hpp>
#include <tcalc/product.hpp>

namespace tcalc {
inline namespace v0 {

// What out() gives: a container or a view, by reference where it has a name.
template <class C>
class Out {
 public:
  explicit Out(C target, bool accumulates = false)
      : target_(std::forward<C>(target)), accumulates_(accumulates) {}

  // The result is added to what is there.
  Out accumulate() && { return Out(std::forward<C>(target_), true); }

  std::remove_reference_t<C>& target() { return target_; }
  bool accumulates() const { return accumulates_; }

 private:
  C target_;
  bool accumulates_;
};

template <class C>
Out<C> out(C&& target) {
  return Out<C>(std::forward<C>(target));
}

}  // namespace v0
}  // namespace tcalc

namespace tcalc::detail {
inline namespace v0 {

template <class C>
inline constexpr bool is_resizable = false;
template <class Storage, xt::layout_type layout, class Extents, class Tag>
inline constexpr bool is_resizable<xt::xarray_container<Storage, layout, Extents, Tag>> = true;
template <class Storage, std::size_t rank, xt::layout_type layout, class Tag>
inline constexpr bool is_resizable<xt::xtensor_container<Storage, rank, layout, Tag>> = true;

// Whether one of the operands has an element between the first and the last of the target.
TCALC_EXPORT bool overlaps(const TensorView& target, std::span<const TensorView> operands);

// C-contiguous.
TCALC_EXPORT bool is_contiguous(const TensorView& view);

// Error{mismatch}: the target has another shape than the result.
TCALC_EXPORT Error other_shape(const Extents& target, const Extents& result);

template <class C>
void fit(C& target, const Extents& extents, bool accumulates) {
  const Extents found(target.shape().begin(), target.shape().end());
  if (found == extents) return;
  if constexpr (is_resizable<C>) {
    typename C::shape_type shape = target.shape();
    if constexpr (requires { shape.resize(extents.size()); }) shape.resize(extents.size());
    if (!accumulates && shape.size() == extents.size()) {
      std::copy(extents.begin(), extents.end(), shape.begin());
      target.resize(shape);
      return;
    }
  }
  throw other_shape(found, extents);
}

// Whether a product can be written to the target itself. Its shape may have to be made the result's first,
// which would lose it were it an operand.
template <class C>
bool made_ready(C& target, const Extents& extents, std::span<const TensorView> operands) {
  if constexpr (xt::has_data_interface<C>::value && xt::has_strides<C>::value) {
    if (overlaps(view_of(target), operands)) return false;
    fit(target, extents, false);
    return is_contiguous(view_of(target));
  }
  return false;
}

template <class C, class Rule, class... E>
void write(Out<C> to, const Rule& rule, const xt::xexpression<E>&... expressions) {
  auto& target = to.target();
  using Element = typename std::decay_t<C>::value_type;
  constexpr Dtype dtype = dtype_of<Element>();
  static_assert(promote(promoted_dtype<E...>(), dtype) == dtype,
                "the target does not hold the operands' values");
  const auto compute = [&](const auto& work, std::span<const TensorView> views) {
    const Extents extents = result_extents(work);
    if (!to.accumulates() && made_ready(target, extents, views)) {
      run(work, views, dtype, reinterpret_cast<std::byte*>(target.data() + target.data_offset()));
      return;
    }
    auto result = xt::xarray<Element>::from_shape({extents.begin(), extents.end()});
    if (to.accumulates()) fit(target, extents, true);
    run(work, views, dtype, reinterpret_cast<std::byte*>(result.data()));
    if (to.accumulates()) {
      target += result;
    } else {
      fit(target, extents, false);
      target = result;
    }
  };
  on_views(rule, compute, expressions...);
}

}  // namespace v0
}  // namespace tcalc::detail
