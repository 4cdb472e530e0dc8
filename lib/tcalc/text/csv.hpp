// Arrays of one or two axes as comma-separated values, and back.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include <tcalc/core/tensor.hpp>
#include <tcalc/text/print.hpp>

namespace tcalc::text {

// A row a line, or an element a line where there is one axis: numbers in the shortest form that round-trips
// in their own dtype, or with at most `precision` digits after the point, nan, inf, complex numbers
// as 1.0+2.0j, True and False. The view has two axes at most; one without elements is a comment that says
// its shape and dtype, "# (0, 3) float64", and is read back from that.
void write_csv(const TensorView& view, char separator, std::optional<int> precision, const Sink& sink);

// How a table is to be read.
struct TableForm {
  std::optional<char> separator;  // ' ' for any run of spaces and tabs; nothing: as the first line has it
  std::int64_t skip = 0;          // lines at the beginning
};

// The first of bool, int64, uint64, float64 and complex128 that holds all cells. One cell a line is one axis,
// anything else two, as numpy.loadtxt gives it but for a single row. Blank lines and those that begin with
// '#' are left out; cells may be quoted. Throws Error{input}
// "<name>: line 3, column 2: ...".
Tensor csv_from(std::string_view text, std::string_view name, const TableForm& form = {});

}  // namespace tcalc::text
