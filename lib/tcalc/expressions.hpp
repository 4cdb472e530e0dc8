// The public API of expressions: values of xtensor expressions, and shapes alone.
//
//   xt::xarray<float> y = tcalc::eval<float>("softmax(q @ k.mT / 8) @ v", {{"q", q}, {"k", k}, {"v", v}});
//   tcalc::Shape shape = tcalc::infer("x.reshape(B*T, D) @ w", {{"x", "B,T,D"}, {"w", "D,4*D"}});
//   tcalc::Shape scores = tcalc::shape_of("matmul", {"B,H,T,64", "B,H,64,T"});
//
// The language is that of `tcalc eval`. What is not defined throws tcalc::Error{usage or mismatch} and shows
// the expression with carets.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tcalc/core/error.hpp>
#include <tcalc/core/tensor.hpp>
#include <tcalc/export.hpp>
#include <tcalc/ops/operation.hpp>
#include <tcalc/shape/shape.hpp>
#include <tcalc/xtensor_view.hpp>

namespace tcalc {
inline namespace v0 {

// An array that an expression calls by its name. It is viewed, not copied, where it has strides and an
// address, and must live as long as this.
struct NamedArray {
  template <class E>
  NamedArray(std::string called, const xt::xexpression<E>& expression) : name(std::move(called)) {
    if constexpr (xt::has_data_interface<E>::value && xt::has_strides<E>::value) {
      array.view = detail::view_of(expression.derived_cast());
    } else {
      const auto values = std::make_shared<xt::xarray<typename E::value_type>>(expression);
      array = {detail::view_of(*values), values};
    }
  }

  std::string name;
  Array array;
};

// A shape by its name, as it is or as operands are written: "B,T,64".
struct TCALC_EXPORT NamedShape {
  NamedShape(std::string called, Shape of) : name(std::move(called)), shape(std::move(of)) {}
  NamedShape(std::string called, std::string_view typed);

  std::string name;
  Shape shape;
};

struct TCALC_EXPORT TypedShape {
  TypedShape(Shape of) : shape(std::move(of)) {}  // implicit on purpose, and so is text: {"2,3", "3,4"}
  TypedShape(const char* typed);

  Shape shape;
};

}  // namespace v0
}  // namespace tcalc

namespace tcalc::detail {
inline namespace v0 {
TCALC_EXPORT Array value_of(const std::string& text, const std::vector<NamedArray>& arrays);
TCALC_EXPORT Error other_dtype(Dtype given, Dtype asked);
}  // namespace v0
}  // namespace tcalc::detail

namespace tcalc {
inline namespace v0 {

// The value of the last statement. Throws Error{mismatch} where T does not hold the values of its dtype;
// complex numbers, floats and wider integers hold narrower ones.
template <class T = double>
xt::xarray<T> eval(const std::string& text, const std::vector<NamedArray>& arrays) {
  const Array result = detail::value_of(text, arrays);
  constexpr Dtype dtype = dtype_of<T>();
  if (promote(result.view.dtype, dtype) != dtype) throw detail::other_dtype(result.view.dtype, dtype);
  auto values = xt::xarray<T>::from_shape({result.view.extents.begin(), result.view.extents.end()});
  convert_into(result.view, dtype, reinterpret_cast<std::byte*>(values.data()));
  return values;
}

// The shape of the last statement's value. Names of dims are integers in the text.
TCALC_EXPORT Shape infer(const std::string& text, const std::vector<NamedShape>& shapes);

// The shape that an operation gives, by its name on the command line, with options of that name:
// shape_of("tensordot", {a, b}, {{"axes", std::vector<std::int64_t>{1}}}).
TCALC_EXPORT Shape shape_of(std::string_view operation, const std::vector<TypedShape>& operands,
                            const Arguments& options = {});

}  // namespace v0
}  // namespace tcalc
