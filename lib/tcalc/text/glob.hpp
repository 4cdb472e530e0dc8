// Patterns of names, as a shell has them.
#pragma once

#include <string_view>

namespace tcalc::text {

// Whether it holds a '*' or a '?'.
bool is_pattern(std::string_view text);

// '*' stands for any characters, '.' and '/' too, '?' for one; all else for itself. Takes time proportional
// to the product of both lengths at most.
bool matches(std::string_view text, std::string_view pattern);

}  // namespace tcalc::text
