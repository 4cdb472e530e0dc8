// Hints in the words of expressions: "x @ y.mT is legal and gives (2, 4)".
#pragma once

#include <string>
#include <string_view>

#include <tcalc/core/hint.hpp>

namespace tcalc::expression {

std::string expression_text(const CallHint& call);

// The same in the words of a module's functions: "tcalc.matmul(x, y, transpose_b=True) is legal and gives (2,
// 4)".
std::string function_text(const CallHint& call, std::string_view module);

// An option as a keyword: "axes=(1,2)", "keras='2.2.4'"; the name alone where any value may do.
std::string keyword_text(std::string name, const std::string& value);

}  // namespace tcalc::expression
