// The value of an expression, where it is.
#pragma once

#include <string>
#include <vector>

#include <tcalc/core/tensor.hpp>
#include <tcalc/eval.hpp>

namespace tcalc::api {

struct NamedValues {
  std::string name;
  Array array;
};

// In the dtype that the expression has. Throws Error as tcalc::eval does.
Array value_of(const std::string& text, const std::vector<NamedValues>& arrays);
Array value_of(const std::string& text, const std::vector<NamedArray>& arrays);

}  // namespace tcalc::api
