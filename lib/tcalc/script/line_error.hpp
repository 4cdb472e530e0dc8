// An error of a line of a program, and how it is shown: the line, with carets below the words it is about.
#pragma once

#include <string_view>
#include <vector>

#include <tcalc/core/located.hpp>

namespace tcalc::script {

using tcalc::Span;

using LineError = LocatedError;  // the spans are of its words

// Where a line is: "model.tcalc:7".
struct Place {
  std::string_view file;  // as it appears in messages
  std::size_t line;       // from 1
};
std::string text_of(const Place& place);

// The same error with its place before the message, and the line and its carets before the details. Of a long
// line only the part around the first word is shown; what a terminal would not print is escaped.
Error located(const Error& error, const std::vector<Span>& spans, const Place& place, std::string_view line);

}  // namespace tcalc::script
