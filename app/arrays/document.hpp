// Pictures and pages: what is written in one piece.
#pragma once

#include <string>
#include <string_view>

namespace tcalc::app {

// To standard output for "-", else to a file that is there whole or not at all. Throws Error{output}.
void write_document(const std::string& target, std::string_view document);

}  // namespace tcalc::app
