#include <algorithm>
#include <array>
#include <string>

#include <tcalc/core/formatted.hpp>
#include <tcalc/core/utf8.hpp>
#include <tcalc/language/numbers.hpp>
#include <tcalc/language/refusals.hpp>
#include <tcalc/language/token.hpp>
#include <tcalc/text/word.hpp>

namespace tcalc::language {

namespace {

using text::is_digit, text::is_letter, text::is_letter_or_digit;

// Longest first.
constexpr std::array<std::string_view, 40> symbols = {
    "...", "**=", "//=", ">>=", "<<=", "**", "//", "<<", ">>", "==", "!=", "<=", ">=", "->",
    ":=",  "+=",  "-=",  "*=",  "/=",  "%=", "&=", "|=", "^=", "@=", "+",  "-",  "*",  "/",
    "%",   "@",   "&",   "|",   "^",   "~",  "<",  ">",  "=",  ".",  ",",  ":",
};

char closing(char opening) { return opening == '(' ? ')' : ']'; }

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  std::vector<Token> run() {
    for (skip_blanks(); at_ < text_.size(); skip_blanks()) take();
    if (!open_.empty()) {
      const std::size_t at = open_.back();
      throw refusal("'" + std::string(1, text_[at]) + "' is not closed", at, at + 1);
    }
    add(TokenKind::end, at_);
    return std::move(tokens_);
  }

 private:
  LocatedError refusal(const std::string& fact, std::size_t begin, std::size_t end,
                       std::string hint = {}) const {
    return {{ErrorKind::usage, fact, std::move(hint)}, {{begin, end}}};
  }

  char at(std::size_t place) const { return place < text_.size() ? text_[place] : '\0'; }

  // Takes the text from at_ up to `end` as a token.
  void add(TokenKind kind, std::size_t end) {
    tokens_.push_back({kind, {at_, end}, text_.substr(at_, end - at_)});
    at_ = end;
  }

  void skip_blanks() {
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '#') at_ = std::min(text_.find('\n', at_), text_.size()) - 1;
      const bool continued =
          c == '\\' && (at(at_ + 1) == '\n' || (at(at_ + 1) == '\r' && at(at_ + 2) == '\n'));
      if (continued) at_ = text_.find('\n', at_);
      const bool blank = c == ' ' || c == '\t' || c == '\r' || c == '#' || continued;
      if (!blank && (c != '\n' || open_.empty())) return;
    }
  }

  void take() {
    const char c = text_[at_];
    if (c == ';' && !open_.empty())
      throw refusal("';' separates statements, and '" + std::string(1, text_[open_.back()]) +
                        "' is not closed before it",
                    open_.back(), open_.back() + 1);
    if (c == '\n' || c == ';') return add(TokenKind::separator, at_ + 1);
    if (is_digit(c) || (c == '.' && is_digit(at(at_ + 1)))) {
      tokens_.push_back(number_at(text_, at_));
      at_ = tokens_.back().span.end;
      return;
    }
    if (c == '"' || c == '\'') return take_text();
    if (is_letter(c) || c == '_') return take_name();
    if (c == '(' || c == '[') return take_opening();
    if (c == ')' || c == ']') return take_closing();
    if (const auto refused = stranger_refused(text_, at_)) throw *refused;
    for (const std::string_view symbol : symbols) {
      if (text_.substr(at_).starts_with(symbol)) return add(TokenKind::symbol, at_ + symbol.size());
    }
    const std::size_t length = std::max<std::size_t>(utf8_length(text_.substr(at_)), 1);
    throw refusal("this character is not part of an expression", at_, at_ + length);
  }

  void take_opening() {
    if (open_.size() == deepest_nesting)
      throw refusal(formatted("more than {} brackets within each other", deepest_nesting), at_, at_ + 1,
                    "name a part: s = ...; then use s");
    open_.push_back(at_);
    add(TokenKind::symbol, at_ + 1);
  }

  void take_closing() {
    const std::string closed(1, text_[at_]);
    if (open_.empty()) throw refusal("'" + closed + "' closes nothing", at_, at_ + 1);
    const char opening = text_[open_.back()];
    if (closing(opening) != text_[at_]) {
      throw LocatedError(
          {ErrorKind::usage, formatted("'{}' is closed by '{}'", std::string(1, opening), closed)},
          {{open_.back(), open_.back() + 1}, {at_, at_ + 1}});
    }
    open_.pop_back();
    add(TokenKind::symbol, at_ + 1);
  }

  void take_name() {
    std::size_t end = at_;
    while (is_letter_or_digit(at(end))) ++end;
    const std::string_view name = text_.substr(at_, end - at_);
    const bool prefix = name.size() <= 2 && (at(end) == '"' || at(end) == '\'');
    if (prefix && name.find_first_not_of("fFrRbBuU") == std::string_view::npos) {
      const bool formatted = name.find_first_of("fF") != std::string_view::npos;
      throw refusal(formatted ? "f-strings are not supported" : "a string has no letters before its quotes",
                    at_, end, formatted ? "the value of the last statement is printed" : "");
    }
    add(TokenKind::name, end);
  }

  void take_text() {
    const std::size_t end = text_.find(text_[at_], at_ + 1);
    const std::size_t line = text_.find('\n', at_);
    if (end == std::string_view::npos || line < end) throw refusal("a quote is not closed", at_, at_ + 1);
    add(TokenKind::text, end + 1);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<std::size_t> open_;  // places of the brackets
  std::vector<Token> tokens_;
};

}  // namespace

std::vector<Token> tokens_of(std::string_view text) { return Lexer(text).run(); }

}  // namespace tcalc::language
