// An error that knows which parts of a text it is about, and how errors are drawn: with carets below what
// they are about.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tcalc/core/error.hpp>

namespace tcalc {

struct LocatedError : Error {
  LocatedError(Error error, std::vector<Span> parts) : Error(std::move(error)), spans(std::move(parts)) {}

  std::vector<Span> spans;  // in order; may be empty
};

// The line without the spaces at its ends and, where a span is in it, a second line with carets. An empty
// span gets one caret. Of a long line only the part around the first span is shown; what a terminal would not
// print is escaped.
std::vector<std::string> caret_lines(std::string_view line, std::span<const Span> spans);

struct DrawnLine {
  std::string text;
  bool carets = false;  // below the line before
};

// What is shown below an error's message: the line it was typed in, what else is wrong, the operands, and
// details.
std::vector<DrawnLine> drawn(const Error& error);

}  // namespace tcalc
