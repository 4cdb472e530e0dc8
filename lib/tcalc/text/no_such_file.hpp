// What a word may have been meant as that became a path, where there is no such file.
#pragma once

#include <string>
#include <string_view>

namespace tcalc::text {

// One line that says what the word was taken for and what to type; empty where nothing better is known.
std::string hint_for_missing_file(std::string_view typed);

}  // namespace tcalc::text
