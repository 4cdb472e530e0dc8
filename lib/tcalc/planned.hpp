// Products that are planned once and computed often: a call checks its operands, and computes.
//
//   const auto scores = tcalc::plan_einsum<float>("bhqd,bhkd->bhqk", q, k);  // or {8, 12, 128, 64}, ...
//   for (...) scores(tcalc::out(c), q, k);
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <tcalc/api/call.hpp>
#include <tcalc/api/planned_call.hpp>
#include <tcalc/error.hpp>
#include <tcalc/shape.hpp>

namespace tcalc {
inline namespace v0 {

/// An operation on operands of one element type T, and of known shapes. A value: copies share the plan, and
/// any number of threads may call it at once.
template <class T>
class PlannedProduct {
 public:
  explicit PlannedProduct(api::PlannedCall call) : call_(std::move(call)) {}

  /// The result's extents.
  const std::vector<std::int64_t>& shape() const { return call_.shape(); }
  /// Multiplications and additions of a call.
  double flops() const { return call_.flops(); }
  /// What a call takes of memory beside its operands: the result, intermediates, and the scratch memory of
  /// one thread.
  std::int64_t bytes() const { return call_.bytes(); }
  /// The steps in the order in which they are done, as einsum subscripts: "ab,bc->ac".
  const std::vector<std::string>& path() const { return call_.path(); }

  /// The result in a new array, or in a target, as the functions of tcalc.hpp have it.
  ///
  /// Throws ShapeError where an operand has not the extents or the element type that were planned. One with
  /// other strides than those is planned for anew in each such call, which then takes as long as one without
  /// a plan.
  template <class... E>
  xt::xarray<T> operator()(const xt::xexpression<E>&... operands) const {
    return api::new_result<T, api::dynamic_rank>(std::cref(call_), operands...);
  }
  template <class C, class... E>
  void operator()(Out<C> result, const xt::xexpression<E>&... operands) const {
    static_assert(std::is_same_v<typename std::decay_t<C>::value_type, T>,
                  "the target has another element type");
    api::write_to(result, std::cref(call_), operands...);
  }

 private:
  api::PlannedCall call_;
};

/// Plans any operation by its name, with options as tcalc::shape_of takes them:
/// plan<float>("matmul", {{4, 5}, {6, 5}}, {{"transpose-b", true}}). Operands are taken to be in C order.
///
/// Throws what the operation throws, and UsageError for an operation or an option that is not there.
template <class T>
PlannedProduct<T> plan(std::string_view operation, const std::vector<std::vector<std::int64_t>>& shapes,
                       const std::vector<CallArgument>& options = {}) {
  std::vector<api::Layout> layouts;
  for (const auto& extents : shapes) layouts.push_back(api::c_order(extents));
  return PlannedProduct<T>(api::PlannedCall(operation, options, dtype_of<T>(), std::move(layouts)));
}

/// Plans an einsum of shapes in C order: plan_einsum<float>("ij,jk->ik", {{4, 5}, {5, 6}}).
template <class T>
PlannedProduct<T> plan_einsum(const std::string& spec, const std::vector<std::vector<std::int64_t>>& shapes) {
  return plan<T>("einsum", shapes, {{"SPEC", spec}});
}

/// The same of arrays that have the layout of those to come: shape and strides.
template <class T, class... E>
PlannedProduct<T> plan_einsum(const std::string& spec, const xt::xexpression<E>&... like) {
  const auto layout_of = []<class X>(const X& array) {
    std::vector<std::int64_t> extents(array.shape().begin(), array.shape().end());
    if constexpr (api::is_in_memory<X>)
      return api::Layout{std::move(extents), {array.strides().begin(), array.strides().end()}};
    else
      return api::c_order(std::move(extents));
  };
  return PlannedProduct<T>(
      api::PlannedCall("einsum", {{"SPEC", spec}}, dtype_of<T>(), {layout_of(like.derived_cast())...}));
}

}  // namespace v0
}  // namespace tcalc
