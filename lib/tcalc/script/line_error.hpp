// An error of a line of a program, and how it is shown: the line, with carets below the words it is about.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include <tcalc/core/error.hpp>

namespace tcalc::script {

// Bytes of a line: from `begin` up to `end`.
struct Span {
  std::size_t begin = 0, end = 0;
  friend bool operator==(const Span&, const Span&) = default;
};

struct LineError : Error {
  LineError(Error error, std::vector<Span> words) : Error(std::move(error)), spans(std::move(words)) {}

  std::vector<Span> spans;  // the words it is about; may be empty
};

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
