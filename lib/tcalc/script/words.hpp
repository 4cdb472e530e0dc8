// A line of a program cut into words, as a shell does it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <tcalc/script/line_error.hpp>

namespace tcalc::script {

struct Word {
  std::string text;  // without quotes
  Span span;         // of the line, quotes included
};

// Bytes. The words of a line take a hundred times as many.
inline constexpr std::size_t longest_line = std::size_t{1} << 20;

// Words are separated by spaces. '...' and "..." keep spaces and # within a word, and so do ( ) and [ ],
// which stay part of it, with everything between them as it is: (B, T, 512), [[1, 2], ["nan", 4]]. There are
// no escapes. # at the beginning of a word begins a comment. Throws LineError{usage} for a quote or a bracket
// that is not closed, for a NUL byte, and for a line that is longer than longest_line.
std::vector<Word> split_words(std::string_view line);

}  // namespace tcalc::script
