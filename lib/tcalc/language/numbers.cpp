#include <charconv>
#include <limits>
#include <string>
#include <utility>

#include <tcalc/core/formatted.hpp>
#include <tcalc/language/numbers.hpp>
#include <tcalc/text/word.hpp>

namespace tcalc::language {

namespace {

using text::is_digit, text::is_letter, text::is_letter_or_digit;

bool is_hexadecimal(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool is_octal(char c) { return c >= '0' && c <= '7'; }
bool is_binary(char c) { return c == '0' || c == '1'; }

char lower(char c) { return static_cast<char>(c | 0x20); }

// Reads one number of a text.
class Scanner {
 public:
  Scanner(std::string_view text, std::size_t begin) : text_(text), begin_(begin) {}

  Token run() {
    const char base = lower(at(begin_ + 1));
    if (at(begin_) == '0' && is_letter(at(begin_ + 1)) && base != 'e' && at(begin_ + 1) != 'j')
      return based(base);
    std::size_t end = digits(begin_, is_digit);
    const bool leading_zero =
        at(begin_) == '0' &&
        text_.substr(begin_, end - begin_).find_first_not_of("0_") != std::string_view::npos;
    TokenKind kind = TokenKind::integer;
    const auto take = [&](TokenKind found, std::size_t to) {
      if (to != end) kind = found;
      end = to;
    };
    take(TokenKind::floating, after_fraction(end));
    take(TokenKind::floating, after_exponent(end));
    take(TokenKind::imaginary, at(end) == 'j' && !is_letter_or_digit(at(end + 1)) ? end + 1 : end);
    check_end(end);
    if (kind == TokenKind::integer && leading_zero)
      throw refusal("an integer does not begin with 0", end, "octal numbers are written 0o17");
    return token(kind, end);
  }

 private:
  char at(std::size_t place) const { return place < text_.size() ? text_[place] : '\0'; }

  Token token(TokenKind kind, std::size_t end) const {
    return {kind, {begin_, end}, text_.substr(begin_, end - begin_)};
  }

  LocatedError refusal(std::string fact, std::size_t end, std::string hint = {}) const {
    return {{ErrorKind::usage, std::move(fact), std::move(hint)}, {{begin_, end}}};
  }

  // Digits with single '_' between them.
  std::size_t digits(std::size_t from, bool (*belongs)(char)) const {
    std::size_t end = from;
    while (belongs(at(end)) || (end > from && at(end) == '_' && belongs(at(end + 1)))) ++end;
    return end;
  }

  // 1.. is the start of a range's dots.
  std::size_t after_fraction(std::size_t end) const {
    return at(end) == '.' && at(end + 1) != '.' ? digits(end + 1, is_digit) : end;
  }

  std::size_t after_exponent(std::size_t end) const {
    if (lower(at(end)) != 'e') return end;
    const std::size_t first = end + (at(end + 1) == '-' || at(end + 1) == '+' ? 2 : 1);
    return is_digit(at(first)) ? digits(first, is_digit) : end;
  }

  Token based(char base) const {
    bool (*const belongs)(char) = base == 'x'   ? is_hexadecimal
                                  : base == 'o' ? is_octal
                                  : base == 'b' ? is_binary
                                                : nullptr;
    if (belongs == nullptr) {
      check_end(begin_ + 1);
      return token(TokenKind::integer, begin_ + 1);
    }
    const std::size_t end = digits(begin_ + 2, belongs);
    if (end == begin_ + 2) throw refusal("digits are missing", end);
    check_end(end);
    return token(TokenKind::integer, end);
  }

  // A number that a letter follows is a product to people, and nothing to Python.
  void check_end(std::size_t end) const {
    if (!is_letter_or_digit(at(end))) return;
    std::size_t last = end;
    while (is_letter_or_digit(at(last))) ++last;
    const std::string number(text_.substr(begin_, end - begin_)), rest(text_.substr(end, last - end));
    const bool is_based = number.size() > 2 && is_letter(number[1]);
    throw refusal(
        formatted("'{}{}' is neither a number nor a name", number, rest), last,
        !is_based && is_letter(rest[0]) ? formatted("a product is written {} * {}", number, rest) : "");
  }

  std::string_view text_;
  std::size_t begin_;
};

std::string without_underscores(std::string_view text) {
  std::string digits(text);
  std::erase(digits, '_');
  return digits;
}

}  // namespace

Token number_at(std::string_view text, std::size_t at) { return Scanner(text, at).run(); }

std::int64_t integer_value(const Token& token) {
  const std::string digits = without_underscores(token.text);
  const bool based = digits.size() > 2 && digits[0] == '0' && !is_digit(digits[1]);
  const int base = !based ? 10 : lower(digits[1]) == 'x' ? 16 : lower(digits[1]) == 'o' ? 8 : 2;
  std::int64_t value = 0;
  const auto parsed =
      std::from_chars(digits.data() + (based ? 2 : 0), digits.data() + digits.size(), value, base);
  if (parsed.ec != std::errc())
    throw LocatedError({ErrorKind::usage, "an integer of more than 64 bits",
                        "write it as a float: " + std::string(token.text) + ".0"},
                       {token.span});
  return value;
}

double floating_value(const Token& token) {
  std::string digits = without_underscores(token.text);
  if (token.kind == TokenKind::imaginary) digits.pop_back();
  if (digits.ends_with('.')) digits += '0';
  if (digits.starts_with('.')) digits.insert(0, "0");
  double value = 0;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (parsed.ec != std::errc::result_out_of_range) return value;
  const std::size_t exponent = digits.find_first_of("eE");
  const bool tiny = exponent != std::string::npos && digits.find('-', exponent) != std::string::npos;
  return tiny ? 0 : std::numeric_limits<double>::infinity();
}

}  // namespace tcalc::language
