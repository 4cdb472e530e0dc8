// Operators on arrays, and on Python's numbers and tuples, which keep Python's meanings.
#pragma once

#include <string_view>

#include <tcalc/builder/builder.hpp>
#include <tcalc/builder/value.hpp>

namespace tcalc::expression {

// Throw Error or LocatedError{usage, mismatch, resource}.
Value unary(Builder& builder, std::string_view symbol, const Value& operand);
Value binary(Builder& builder, std::string_view symbol, const Value& left, const Value& right);

// x[items]: integers, ranges, ..., None, arrays of integers and masks. Of a tuple an element or a part.
Value indexed(Builder& builder, const Value& operand, const std::vector<Value>& items);

// x.shape, x.T, ...; nothing where there is no attribute of that name.
std::optional<Value> attribute(Builder& builder, const Value& operand, std::string_view name);
std::vector<std::string> attribute_names();

}  // namespace tcalc::expression
