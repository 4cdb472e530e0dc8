// Pieces of what was typed: ASCII only, whatever the locale.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include <tcalc/core/in_quotes.hpp>

namespace tcalc::text {

inline constexpr std::string_view blanks = " \t\r\n";

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
inline bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
inline bool is_letter_or_digit(char c) { return is_letter(c) || is_digit(c) || c == '_'; }

inline bool is_digits(std::string_view word) { return !word.empty() && std::ranges::all_of(word, is_digit); }

// A letter or '_', then letters, digits and '_'.
inline bool is_name(std::string_view word) {
  return !word.empty() && !is_digit(word[0]) && std::ranges::all_of(word, is_letter_or_digit);
}

inline std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

// A word as a message cites it.
inline std::string in_quotes(std::string_view word) {
  constexpr std::size_t longest = 60;  // longer words tell no more
  return tcalc::in_quotes(word, longest);
}

// A word as it has to be typed in a shell, escaped.
std::string shell_quoted(std::string_view word);

}  // namespace tcalc::text
