// NumPy 2's promotion (NEP 50) where Python's numbers meet arrays.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include <tcalc/builder/value.hpp>

namespace tcalc::expression {

// Of a number of Python's that meets no array: int64, float64, complex128, bool.
Dtype default_dtype(const Value& number);

// The dtype of `dtype`, or of no array, with a number: the number's kind counts, not its value.
Dtype with_weak(std::optional<Dtype> dtype, const Value& number, bool any_integer);

// Throws LocatedError{mismatch} for a Python integer that dtype does not hold: uint8 + 300. With
// any_integer it is computed in a dtype that holds it.
void check_integers(std::span<const Value> values, Dtype dtype, bool any_integer);

bool is_comparison(std::string_view function);

// What helps where a function is not defined for a dtype; empty where nothing is known to.
std::string_view hint_for(std::string_view function, Dtype dtype);

// result[i] = operands[0][i] ? operands[1][i] : operands[2][i], of bool, dtype, dtype.
void (*selection_of(Dtype dtype))(const std::byte* const*, std::byte*, std::int64_t);

}  // namespace tcalc::expression
