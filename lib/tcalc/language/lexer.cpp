#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include <tcalc/core/utf8.hpp>
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

// What is no token, and what is written instead.
struct Stranger {
  std::string_view text, fact, hint;
};
constexpr std::array<Stranger, 20> strangers = {{
    {"===", "'===' is not an operator", "write =="},
    {"=>", "'=>' is not an operator", "write >="},
    {"=<", "'=<' is not an operator", "write <="},
    {"=!", "'=!' is not an operator", "write !="},
    {"&&", "'&&' is not an operator", "write & between conditions in parentheses: (a > 0) & (b > 0)"},
    {"||", "'||' is not an operator", "write | between conditions in parentheses: (a > 0) | (b > 0)"},
    {"<>", "'<>' is not an operator", "write !="},
    {"!", "'!' is not an operator", "not is ~, and unequal is !="},
    {"{", "there are no sets and dictionaries", "lists are arrays: [1, 2, 3]"},
    {"}", "there are no sets and dictionaries", "lists are arrays: [1, 2, 3]"},
    {"$", "'$' is not part of an expression", "the shell replaces $NAME between double quotes only"},
    {"`", "'`' is not part of an expression", "the shell replaces $(...) between double quotes only"},
    {"?", "'?' is a dim of a shape, not a value", ""},
    {"\xe2\x88\x92", "this is a minus sign of a text, not '-'", "write -"},
    {"\xe2\x80\x93", "this is a dash, not '-'", "write -"},
    {"\xc3\x97", "this is a multiplication sign of a text", "write *"},
    {"\xc2\xb7", "this is a multiplication sign of a text", "write *"},
    {"\xe2\x80\x9c", "these are the quotes of a text", "write \" or '"},
    {"\xe2\x80\x99", "these are the quotes of a text", "write \" or '"},
    {"\xe2\x89\xa4", "this is a sign of a text", "write <="},
}};

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
    if (is_digit(c) || (c == '.' && is_digit(at(at_ + 1)))) return take_number();
    if (c == '"' || c == '\'') return take_text();
    if (is_letter(c) || c == '_') return take_name();
    if (c == '(' || c == '[') return take_opening();
    if (c == ')' || c == ']') return take_closing();
    refuse_strangers();
    for (const std::string_view symbol : symbols) {
      if (text_.substr(at_).starts_with(symbol)) return add(TokenKind::symbol, at_ + symbol.size());
    }
    const std::size_t length = std::max<std::size_t>(utf8_length(text_.substr(at_)), 1);
    throw refusal("this character is not part of an expression", at_, at_ + length);
  }

  void refuse_strangers() const {
    if (text_.substr(at_).starts_with("!=")) return;
    for (const Stranger& stranger : strangers) {
      if (text_.substr(at_).starts_with(stranger.text))
        throw refusal(std::string(stranger.fact), at_, at_ + stranger.text.size(),
                      std::string(stranger.hint));
    }
  }

  void take_opening() {
    if (open_.size() == deepest_nesting)
      throw refusal("more than " + std::to_string(deepest_nesting) + " brackets within each other", at_,
                    at_ + 1, "name a part: s = ...; then use s");
    open_.push_back(at_);
    add(TokenKind::symbol, at_ + 1);
  }

  void take_closing() {
    const std::string closed(1, text_[at_]);
    if (open_.empty()) throw refusal("'" + closed + "' closes nothing", at_, at_ + 1);
    const char opening = text_[open_.back()];
    if (closing(opening) != text_[at_]) {
      throw LocatedError(
          {ErrorKind::usage, "'" + std::string(1, opening) + "' is closed by '" + closed + "'"},
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
      throw refusal(formatted ? "there are no f-strings" : "a string has no letters before its quotes", at_,
                    end, formatted ? "the value of the last statement is printed" : "");
    }
    add(TokenKind::name, end);
  }

  void take_text() {
    const std::size_t end = text_.find(text_[at_], at_ + 1);
    const std::size_t line = text_.find('\n', at_);
    if (end == std::string_view::npos || line < end) throw refusal("a quote is not closed", at_, at_ + 1);
    add(TokenKind::text, end + 1);
  }

  // Digits with single '_' between them.
  std::size_t digits(std::size_t from, bool (*belongs)(char)) const {
    std::size_t end = from;
    while (belongs(at(end)) || (end > from && at(end) == '_' && belongs(at(end + 1)))) ++end;
    return end;
  }

  void take_number() {
    if (at(at_) == '0' && (is_letter(at(at_ + 1)) && at(at_ + 1) != 'e' && at(at_ + 1) != 'E') &&
        at(at_ + 1) != 'j')
      return take_based_integer();
    std::size_t end = digits(at_, is_digit);
    TokenKind kind = TokenKind::integer;
    const bool leading_zero =
        at(at_) == '0' && text_.substr(at_, end - at_).find_first_not_of("0_") != std::string_view::npos;
    if (at(end) == '.' && at(end + 1) != '.') {
      kind = TokenKind::floating;
      end = digits(end + 1, is_digit);
    }
    if (at(end) == 'e' || at(end) == 'E') {
      const std::size_t sign = at(end + 1) == '-' || at(end + 1) == '+' ? 1 : 0;
      if (is_digit(at(end + 1 + sign))) {
        kind = TokenKind::floating;
        end = digits(end + 1 + sign, is_digit);
      }
    }
    if (at(end) == 'j' && !is_letter_or_digit(at(end + 1))) {
      kind = TokenKind::imaginary;
      ++end;
    }
    check_end_of_number(end);
    if (kind == TokenKind::integer && leading_zero)
      throw refusal("an integer does not begin with 0", at_, end, "octal numbers are written 0o17");
    add(kind, end);
  }

  void take_based_integer() {
    const char base = static_cast<char>(at(at_ + 1) | 0x20);
    const auto belongs = [&]() -> bool (*)(char) {
      if (base == 'x')
        return [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); };
      if (base == 'o') return [](char c) { return c >= '0' && c <= '7'; };
      if (base == 'b') return [](char c) { return c == '0' || c == '1'; };
      return nullptr;
    }();
    if (belongs == nullptr) return check_end_of_number(at_ + 1);
    const std::size_t end = digits(at_ + 2, belongs);
    if (end == at_ + 2) throw refusal("digits are missing", at_, end);
    check_end_of_number(end);
    add(TokenKind::integer, end);
  }

  // A number that a letter follows is a product to people, and nothing to Python.
  void check_end_of_number(std::size_t end) const {
    if (!is_letter_or_digit(at(end))) return;
    std::size_t last = end;
    while (is_letter_or_digit(at(last))) ++last;
    const std::string number(text_.substr(at_, end - at_)), rest(text_.substr(end, last - end));
    const bool based = number.size() > 2 && is_letter(number[1]);
    throw refusal("'" + number + rest + "' is neither a number nor a name", at_, last,
                  !based && is_letter(rest[0]) ? "a product is written " + number + " * " + rest : "");
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<std::size_t> open_;  // places of the brackets
  std::vector<Token> tokens_;
};

}  // namespace

std::vector<Token> tokens_of(std::string_view text) { return Lexer(text).run(); }

}  // namespace tcalc::language
