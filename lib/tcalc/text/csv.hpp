// Arrays of one or two axes as comma-separated values, and back.
#pragma once

#include <string_view>

#include <tcalc/core/tensor.hpp>
#include <tcalc/text/print.hpp>

namespace tcalc::text {

// A row a line, or an element a line where there is one axis: numbers in the shortest form that round-trips
// in their own dtype, nan, inf, complex numbers as 1.0+2.0j, True and False. The view has two axes at most;
// one without elements is no text at all.
void write_csv(const TensorView& view, const Sink& sink);

// int64 when all cells are integers, bool when all are True or False, complex128 when one is complex, else
// float64. One cell a line is one axis, anything else two, as numpy.loadtxt gives it but for a single row.
// Blank lines and those that begin with '#' are left out; cells may be quoted. Throws Error{input}
// "<name>: line 3, column 2: ...".
Tensor csv_from(std::string_view text, std::string_view name);

}  // namespace tcalc::text
