#include <app/help/roff.hpp>

#include <tcalc/text/layout.hpp>

namespace tcalc::app {

namespace {

constexpr std::size_t line_width = 78;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::string escaped_character(char c) {
  switch (c) {
    case '\\':
      return "\\e";
    case '-':
      return "\\-";
    case '\'':
      return "\\(aq";
    case '"':
      return "\\(dq";
    case '`':
      return "\\(ga";
    case '^':
      return "\\(ha";
    case '~':
      return "\\(ti";
    default:
      return std::string(1, c);
  }
}

// A line that begins with a point would be a request.
std::string guarded(std::string line) { return line.starts_with('.') ? "\\&" + line : line; }

bool is_option(std::string_view word) {
  const std::size_t start = word.find_first_not_of("([");
  return start != std::string_view::npos && word[start] == '-';
}

std::string prose_word(std::string_view word) {
  if (is_option(word)) return roff_literal(word);
  std::string result;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const bool hyphen =
        word[i] == '-' && i > 0 && i + 1 < word.size() && is_letter(word[i - 1]) && is_letter(word[i + 1]);
    result += hyphen ? "-" : escaped_character(word[i]);
  }
  return result;
}

}  // namespace

std::string roff_literal(std::string_view text) {
  std::string result;
  for (const char c : text) result += escaped_character(c);
  return guarded(result);
}

std::string roff_argument(std::string_view text) { return "\"" + roff_literal(text) + "\""; }

std::string roff_prose(std::string_view text) {
  std::string result, sentence;
  const auto end_sentence = [&] {
    for (const std::string& line : text::filled("", 0, sentence, line_width)) result += guarded(line) + "\n";
    sentence.clear();
  };
  for (const std::string& word : text::words_of(text)) {
    sentence += (sentence.empty() ? "" : " ") + prose_word(word);
    const bool ends = word.size() > 1 && word.ends_with('.') && !word.ends_with("..");
    if (ends) end_sentence();
  }
  if (!sentence.empty()) end_sentence();
  return result;
}

}  // namespace tcalc::app
