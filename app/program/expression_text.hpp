// An expression as a line of a program has it.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include <tcalc/language/tree.hpp>
#include <tcalc/script/words.hpp>

namespace tcalc::app {

struct ExpressionText {
  language::Program tree;                // of one statement
  std::size_t begin = 0;                 // where the text begins in its line
  std::vector<script::Word> names = {};  // those that are not called, each once, where they stand in the line

  std::string_view text() const { return tree.text; }
  Span span() const { return {begin, begin + tree.text.size()}; }
};

// From the first of the words to the end of the last; `line` is what they were cut from. Throws
// LineError{usage}.
ExpressionText parse_expression(std::string_view line, const script::Word& first, const script::Word& last);

// The error of an expression's text as one of its line.
script::LineError in_line(script::LineError error, const ExpressionText& expression);

}  // namespace tcalc::app
