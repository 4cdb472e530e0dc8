// Fills as operands write them: KIND[=ARG]:SHAPE[:DTYPE], ones:3,4 full=7.5:2,2 randint=10:8:u1
#pragma once

#include <string_view>

#include <tcalc/core/fill.hpp>

namespace tcalc::text {

// Whether text begins with the name of a fill and ':' or '='.
bool has_form_of_fill(std::string_view text);

// Throws Error{usage} or, for sizes that overflow, Error{resource} that begins with the text.
Fill fill_from(std::string_view typed);

}  // namespace tcalc::text
