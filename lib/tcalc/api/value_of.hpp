// The value of an expression, where it is.
#pragma once

#include <string>
#include <vector>

#include <tcalc/core/tensor.hpp>
#include <tcalc/eval.hpp>

namespace tcalc::api {

// In the dtype that the expression has. Throws Error as tcalc::eval does, but for conversions.
Array value_of(const std::string& text, const std::vector<NamedArray>& arrays);

}  // namespace tcalc::api
