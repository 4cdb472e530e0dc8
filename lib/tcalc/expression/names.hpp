// Names that mean something without an operand: constants, dtypes; and what people call that is not there.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tcalc/core/dtype.hpp>
#include <tcalc/core/hint.hpp>

namespace tcalc::expression {

// "float32", and Python's own names.
std::optional<Dtype> dtype_named(std::string_view name);

std::optional<double> constant_named(std::string_view name);
std::vector<std::string_view> constant_names();

// What to write in place of a function or an attribute that there is not: the nearest of those that are
// known.
Hint hint_for_absent(std::string_view name, const std::vector<std::string>& known);

// Whether other people's code has it before a function: "torch".
bool is_module(std::string_view name);

// Why a name cannot be that of an operand: "a function", "a constant"; nothing where it can.
std::optional<std::string> reserved(std::string_view name);

}  // namespace tcalc::expression
