// An error that knows which parts of a text it is about, and how the text is shown with carets below them.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tcalc/core/error.hpp>

namespace tcalc {

// Bytes of a text: from `begin` up to `end`.
struct Span {
  std::size_t begin = 0, end = 0;
  friend bool operator==(const Span&, const Span&) = default;
};

struct LocatedError : Error {
  LocatedError(Error error, std::vector<Span> parts) : Error(std::move(error)), spans(std::move(parts)) {}

  std::vector<Span> spans;  // in order; may be empty
};

// The line without the blanks at its ends and, where a span is in it, a second line with carets. An empty
// span gets one caret. Of a long line only the part around the first span is shown; what a terminal would not
// print is escaped.
std::vector<std::string> caret_lines(std::string_view line, std::span<const Span> spans);

// The text, and a line with a caret below that byte or behind the end. Nothing for a text that would wrap in
// a terminal, or that a terminal would not print as it is.
std::vector<std::string> caret_below(std::string_view text, std::size_t byte);

}  // namespace tcalc
