// The help page on dtypes, made from their table and from promote().
#pragma once

#include <string>

namespace tcalc::app {

std::string dtype_page();

// A row and a column for each dtype, by its code; where they meet, what the two promote to.
std::string promotion_table();

// "i4": an integer of 4 bytes. One line for each dtype.
std::string dtype_table();

}  // namespace tcalc::app
