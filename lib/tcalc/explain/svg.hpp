// An explanation as a picture: operands and result as boxes, one for each axis, lines between those that
// meet.
#pragma once

#include <span>
#include <string>

#include <tcalc/core/error.hpp>
#include <tcalc/explain/explanation.hpp>

namespace tcalc {

// A whole SVG document, legible on light and on dark ground.
std::string explanation_svg(const Explanation& explanation);

// The same for a product that is not defined: the axes that clash are marked, the message and the hints stand
// below.
std::string mismatch_svg(const std::string& operation, std::span<const Operand> operands, const Error& error,
                         std::span<const std::string> hints);

}  // namespace tcalc
