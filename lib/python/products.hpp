// tcalc's operations on Python objects.
#pragma once

#include <pybind11/pybind11.h>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tcalc/ops/operation.hpp>

namespace tcalc::python {

// The result of an operation, by its name on the command line. `out`: see Result. Computes without the GIL.
pybind11::object product(std::string_view operation, std::span<const pybind11::handle> operands,
                         const Arguments& arguments, const pybind11::object& out);

// The shape that it gives; `operands`: see to_shape. Throws Error{usage} for an unknown operation.
pybind11::tuple shape(std::string_view operation, const pybind11::args& operands,
                      const pybind11::kwargs& options);

// The value of an expression: numbers, and arrays by their names.
pybind11::object eval(const std::string& text, const pybind11::dict& arrays);

// Its shape; `shapes`: see to_shape.
pybind11::tuple infer(const std::string& text, const pybind11::dict& shapes);

// Keywords as the operation's options: transpose_a=True, axes=(2, 1). None and False are not given. Throws
// Error{usage} for an option that it does not have.
Arguments arguments_of(const Operation& operation, const pybind11::dict& keywords);

// numpy.einsum's arguments: the subscripts as text and the operands; or each operand with a sequence of
// labels, integers below 52 and Ellipsis, and those of the result at the end where they are given.
struct EinsumCall {
  std::string subscripts;
  std::vector<pybind11::handle> operands;
};
EinsumCall einsum_call(const pybind11::args& arguments);

// numpy.tensordot's axes as options: a number, or two lists, each an integer or a sequence of them.
Arguments tensordot_axes(const pybind11::object& axes);

}  // namespace tcalc::python
