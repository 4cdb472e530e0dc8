// Text for a manual page in the mdoc(7) language: what is special to roff is escaped.
#pragma once

#include <string>
#include <string_view>

namespace tcalc::app {

// As it is typed: every - is a minus sign, and nothing is taken for a quotation mark, an accent or a macro.
// Fit for a line of its own.
std::string roff_literal(std::string_view text);

// The same as a single argument of a macro.
std::string roff_argument(std::string_view text);

// Prose in lines of at most 78 columns, a new one for each sentence; a - between letters is a hyphen, unless
// the word is an option. Ends in a newline.
std::string roff_prose(std::string_view text);

}  // namespace tcalc::app
