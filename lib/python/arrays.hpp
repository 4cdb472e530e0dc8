// Operands from Python objects, and results as NumPy arrays.
#pragma once

#include <pybind11/numpy.h>
#include <span>
#include <string>

#include <tcalc/api/array_ref.hpp>
#include <tcalc/core/tensor.hpp>
#include <tcalc/shape/shape.hpp>

namespace tcalc::python {

// The elements of a NumPy array, of what speaks DLPack, and of anything that numpy.asarray takes. Not copied
// but where a stride is no multiple of the element's size. What they belong to is kept alive but for `object`
// itself, which the caller holds. Throws Error{input}, which calls it `name`, for dtypes that tcalc does not
// have.
Array operand(pybind11::handle object, const std::string& name);

// "tcalc has bool, int8, ...": what an operand may be of.
std::string computed_dtypes();

// NumPy has no bfloat16: what it is computed in stands for it.
Dtype dtype_in_numpy(Dtype dtype);

// Memory that keeps its shape, as NumPy's arrays do. The target must live as long.
api::Destination destination_of(api::TargetRef& target, Dtype dtype);

// Where a result goes: a new array, or the caller's.
class Result {
 public:
  // `out` is None or an array of the result's shape, to whose dtype the result's can be cast as the "same
  // kind". Throws Error{mismatch} for another shape, Error{input} for other dtypes and what is no array.
  Result(Dtype dtype, const Extents& extents, const pybind11::object& out,
         std::span<const TensorView> operands);

  Dtype dtype() const { return dtype_; }
  std::byte* data() { return data_; }  // C-contiguous

  // The array, or its element where it was made here and has no axis.
  pybind11::object take();

 private:
  Dtype dtype_;
  pybind11::array array_;  // that is computed into
  pybind11::object out_;
  std::byte* data_;
};

// The values as an array that shares no memory with the operands, or the element where there is no axis.
pybind11::object to_numpy(const Array& values, std::span<const Array> operands);

// A tuple of integers, names and expressions (str), and None for what is unknown.
pybind11::tuple to_tuple(const Shape& shape);

// A str as operands are written, an integer, a sequence of integers, str and None, or what has such a
// `shape`.
Shape to_shape(pybind11::handle object);

}  // namespace tcalc::python
