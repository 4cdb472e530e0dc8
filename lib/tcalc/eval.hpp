// Expressions over xtensor expressions, in NumPy's names and meanings: the language of `tcalc eval`.
//
//   xt::xarray<float> y = tcalc::eval<float>("softmax(q @ k.mT / 8) @ v", {{"q", q}, {"k", k}, {"v", v}});
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <tcalc/api/describe.hpp>
#include <tcalc/error.hpp>
#include <tcalc/export.hpp>

namespace tcalc {
inline namespace v0 {

/// An array that an expression calls by its name. Its elements are viewed, not copied, where they are in
/// memory, and then must live as long as this.
class NamedArray {
 public:
  template <class E>
  NamedArray(std::string called, const xt::xexpression<E>& expression) : name_(std::move(called)) {
    if constexpr (api::is_in_memory<E>) {
      view(expression.derived_cast());
    } else {
      auto values = std::make_shared<xt::xarray<typename E::value_type>>(expression);
      view(*values);
      owner_ = std::move(values);
    }
  }

  /// Of elements that `owner` keeps alive, if that is not null.
  NamedArray(std::string called, const api::ArrayRef& array, std::shared_ptr<const void> owner)
      : name_(std::move(called)),
        data_(array.data),
        dtype_(array.dtype),
        extents_(array.extents, array.extents + array.rank),
        strides_(array.strides, array.strides + array.rank),
        owner_(std::move(owner)) {}

  const std::string& name() const { return name_; }
  api::ArrayRef array() const { return {data_, dtype_, extents_.size(), extents_.data(), strides_.data()}; }
  /// What keeps the elements alive; null where that is the caller's.
  const std::shared_ptr<const void>& owner() const { return owner_; }

 private:
  template <class E>
  void view(const E& array) {
    data_ = array.data() + array.data_offset();
    dtype_ = dtype_of<std::remove_cv_t<typename E::value_type>>();
    extents_.assign(array.shape().begin(), array.shape().end());
    strides_.assign(array.strides().begin(), array.strides().end());
  }

  std::string name_;
  const void* data_ = nullptr;
  Dtype dtype_ = Dtype::float64;
  std::vector<std::int64_t> extents_, strides_;
  std::shared_ptr<const void> owner_;
};

}  // namespace v0
}  // namespace tcalc

namespace tcalc::api {
inline namespace v0 {

/// Throws Error as tcalc::eval does.
TCALC_EXPORT void eval(const std::string& text, const std::vector<NamedArray>& arrays,
                       const Destination& result);

}  // namespace v0
}  // namespace tcalc::api

namespace tcalc {
inline namespace v0 {

/// The value of the last statement of a text, as an array of T.
///
/// Throws UsageError for text that is no expression and for names that are not there, ShapeError for what is
/// not defined, and where T does not hold the values of the result's dtype: complex numbers, floats and wider
/// integers hold narrower ones. text() of an error shows the expression with carets.
template <class T = double>
xt::xarray<T> eval(const std::string& text, const std::vector<NamedArray>& arrays) {
  xt::xarray<T> values;
  api::eval(text, arrays, api::Target(values).made());
  return values;
}

}  // namespace v0
}  // namespace tcalc
