// Python's numbers: integers, which are dims, floats, complex numbers, True and False.
#pragma once

#include <complex>
#include <optional>
#include <string_view>

#include <tcalc/builder/builder.hpp>
#include <tcalc/builder/value.hpp>

namespace tcalc::expression {

// Of an integer, True or False.
Dim integer_of(const Value& value);
// Of any number but a complex one; nothing where it depends on names.
std::optional<double> real_of(const Value& value);
std::complex<double> complex_of(const Value& value);

// Python's arithmetic and comparisons. What depends on names of dims in a way that no dim expresses becomes a
// number without a value. Throws Error{usage, resource}.
Value of_numbers(Builder& builder, std::string_view symbol, const Value& left, const Value& right);

// "real" or "imag" of an array or a number; of Python's numbers one of Python's: (2).real is an integer, and
// weak.
Value part_of(Builder& builder, const Value& operand, std::string_view name);

// Throws Error{usage} "'&' is not defined for a float and an integer".
[[noreturn]] void undefined(std::string_view symbol, const Value& left, const Value& right);

}  // namespace tcalc::expression
