// Hints in the words of expressions: "x @ y.mT is legal and gives (2, 4)".
#pragma once

#include <string>

#include <tcalc/core/hint.hpp>

namespace tcalc::expression {

std::string expression_text(const CallHint& call);

}  // namespace tcalc::expression
