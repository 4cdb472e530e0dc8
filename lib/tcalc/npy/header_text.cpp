#include <algorithm>

#include <tcalc/core/formatted.hpp>
#include <tcalc/npy/header_text.hpp>

namespace tcalc::npy {

namespace {

constexpr std::string_view white_space = " \t\r\n";
constexpr std::size_t longest_citation = 60;  // of a file's text: a message stays one line

std::size_t leading_quotes(std::string_view text) {
  return std::min(text.find_first_not_of('\''), text.size());
}

}  // namespace

std::string shortened(std::string_view text) { return escaped(text, longest_citation); }

std::string cited(std::string_view text) {
  std::string safe = shortened(text);
  const bool quoted_already = leading_quotes(safe) > leading_quotes(text);
  if (quoted_already) return safe;
  // As Python's repr does.
  const bool prefers_double = safe.find('\'') != std::string::npos && safe.find('"') == std::string::npos;
  return prefers_double ? '"' + safe + '"' : '\'' + safe + '\'';
}

bool HeaderText::at_space() const {
  const char letter = peek();
  return letter == ' ' || letter == '\t' || letter == '\r' || letter == '\n';
}

void HeaderText::skip_space() {
  while (at_space()) ++at_;
}

bool HeaderText::accept(char wanted) {
  skip_space();
  if (at_end() || text_[at_] != wanted) return false;
  ++at_;
  return true;
}

void HeaderText::expect(char wanted) {
  if (!accept(wanted)) throw malformed("'" + std::string(1, wanted) + "'");
}

std::string_view HeaderText::quoted() {
  skip_space();
  // Python 2 wrote u'descr' under unicode_literals.
  if (text_.substr(at_).starts_with("u'") || text_.substr(at_).starts_with("u\"")) ++at_;
  const char quote = peek();
  if (quote != '\'' && quote != '"') throw malformed("a word in quotes");
  const std::size_t end = text_.find(quote, at_ + 1);
  if (end == std::string_view::npos) {
    const bool has_last_brace = text_.substr(0, text_.find_last_not_of(white_space) + 1).ends_with('}');
    if (has_last_brace) throw error("malformed header: the quote " + place() + " is never closed");
    at_ = text_.size();
    throw malformed("a quote");
  }
  const std::string_view word = text_.substr(at_ + 1, end - at_ - 1);
  at_ = end + 1;
  return word;
}

std::string_view HeaderText::digits() {
  const std::size_t first = at_;
  while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9') ++at_;
  return text_.substr(first, at_ - first);
}

std::string_view HeaderText::value() {
  skip_space();
  const std::size_t first = at_;
  std::size_t depth = 0;
  for (; !at_end(); ++at_) {
    const char letter = text_[at_];
    if (letter == '\'' || letter == '"') {
      at_ = std::min(text_.find(letter, at_ + 1), text_.size() - 1);
    } else if (letter == '(' || letter == '[' || letter == '{') {
      ++depth;
    } else if (depth == 0 && (letter == ',' || letter == '}')) {
      break;
    } else if (depth > 0 && (letter == ')' || letter == ']' || letter == '}')) {
      --depth;
    }
  }
  if (at_end()) throw malformed("the end of the value");
  const std::string_view whole = text_.substr(first, at_ - first);
  return whole.substr(0, whole.find_last_not_of(white_space) + 1);
}

std::string HeaderText::found() const {
  const std::size_t end = std::min(text_.find_first_of(" \t\r\n,)]}", at_ + 1), text_.size());
  const std::string_view word = text_.substr(at_, end - at_);
  const bool is_call = word.find('(') != std::string_view::npos && end < text_.size() && text_[end] == ')';
  return cited(text_.substr(at_, word.size() + (is_call ? 1 : 0)));
}

Error HeaderText::malformed(const std::string& expected) const {
  const bool cut_short = at_end() && expected != "'{'";
  return error(formatted("malformed header: expected {} {}", cut_short ? "'}'" : expected, place()));
}

std::string HeaderText::place() const {
  return formatted("at byte {}", first_byte_ + static_cast<std::int64_t>(at_));
}

}  // namespace tcalc::npy
