// Shapes as operands write them: 2,3,4 2x3x4 (2, 3,) () B,T,64 ?,64 B*T,4*D
#pragma once

#include <string_view>

#include <tcalc/shape/shape.hpp>

namespace tcalc::text {

// Whether text has the form of a shape, well-formed or not, by the rule of operand.hpp.
bool has_form_of_shape(std::string_view text);

// The shape that `text` is; `typed` is what messages begin with. A name on its own is a shape here.
Shape shape_from(std::string_view text, std::string_view typed);

}  // namespace tcalc::text
