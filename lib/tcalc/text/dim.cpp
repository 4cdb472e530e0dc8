#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/core/located.hpp>
#include <tcalc/text/dim.hpp>
#include <tcalc/text/number.hpp>
#include <tcalc/text/word.hpp>

namespace tcalc::text {

namespace {

constexpr int deepest = 100;  // parentheses within one another: the parser calls itself

bool is_blank(char c) { return blanks.find(c) != std::string_view::npos; }

class DimParser {
 public:
  DimParser(std::string_view text, std::string_view typed)
      : text_(text), typed_(typed), offset_(static_cast<std::size_t>(text.data() - typed.data())) {}

  Dim dim() { return sum(); }

  std::optional<Relation> relation() {
    constexpr std::pair<std::string_view, Relation> signs[] = {{"==", Relation::equal},
                                                               {"<=", Relation::less_or_equal},
                                                               {">=", Relation::greater_or_equal},
                                                               {"<", Relation::less},
                                                               {">", Relation::greater}};
    for (const auto& [sign, relation] : signs) {
      if (takes(sign)) return relation;
    }
    return std::nullopt;
  }

  bool takes(std::string_view word) {
    skip_blanks();
    if (!text_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }

  bool at_end() {
    skip_blanks();
    return at_ == text_.size();
  }

  // An error at the next word, or at the place where one is missing.
  Error unexpected(const std::string& expected) {
    skip_blanks();
    if (at_ == text_.size()) return error_at(at_, "expected " + expected + " after the end");
    return error_at(at_, formatted("expected {}, not {}", expected, in_quotes(next_word())));
  }

  Error error_at(std::size_t at, const std::string& fact, ErrorKind kind = ErrorKind::usage) const {
    Error error(kind, escaped(typed_) + ": " + fact);
    error.sources.push_back({std::string(typed_), {{offset_ + at, offset_ + at}}});
    return error;
  }

 private:
  void skip_blanks() {
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
  }

  std::string_view next_word() const {
    std::size_t end = at_;
    while (end < text_.size() && is_letter_or_digit(text_[end])) ++end;
    return text_.substr(at_, std::max<std::size_t>(end - at_, 1));
  }

  // What dims themselves refuse is shown at its operator.
  template <class Operation>
  Dim computed(std::size_t at, const Operation& operation) const {
    try {
      return operation();
    } catch (const Error& error) {
      throw error_at(at, error.message, error.kind);
    }
  }

  Dim sum() {
    Dim result = product();
    while (true) {
      const std::size_t at = at_;
      if (takes("+")) {
        const Dim right = product();
        result = computed(at, [&] { return result + right; });
      } else if (takes("-")) {
        const Dim right = product();
        result = computed(at, [&] { return result - right; });
      } else {
        return result;
      }
    }
  }

  Dim product() {
    Dim result = signed_power();
    while (true) {
      skip_blanks();
      const std::size_t at = at_;
      if (takes("//")) {
        const Dim right = signed_power();
        result = computed(at, [&] { return floor_divided(result, right); });
      } else if (takes("/")) {
        Error error = error_at(at, "a dim is a whole number, '/' would make it a fraction");
        error.hints.push_back("write // for division with floor");
        throw error;
      } else if (takes("*")) {
        const Dim right = signed_power();
        result = computed(at, [&] { return result * right; });
      } else if (takes("%")) {
        const Dim right = signed_power();
        result = computed(at, [&] { return result % right; });
      } else {
        return result;
      }
    }
  }

  Dim signed_power() {
    if (takes("-")) {
      const std::size_t at = at_ - 1;
      const Dim positive = nested([&] { return signed_power(); });
      return computed(at, [&] { return -positive; });
    }
    if (takes("+")) return nested([&] { return signed_power(); });
    const Dim base = atom();
    if (!takes("**")) return base;
    const std::size_t at = at_ - 2;
    const Dim exponent = nested([&] { return signed_power(); });
    if (!exponent.is_known() || exponent.size() < 0)
      throw error_at(at, "the exponent of a dim is a whole number >= 0");
    return computed(at, [&] { return power(base, exponent.size()); });
  }

  template <class Rule>
  Dim nested(const Rule& rule) {
    if (++depth_ > deepest) throw error_at(at_, formatted("more than {} levels of nesting", deepest));
    Dim result = rule();
    --depth_;
    return result;
  }

  Dim atom() {
    if (takes("(")) return in_parentheses();
    if (takes("?")) return Dim::unknown();
    skip_blanks();
    const std::string_view word = next_word_or_nothing();
    if (word.empty()) throw unexpected("a size, a name or '('");
    const std::size_t at = at_;
    if (is_digits(word)) {
      const auto size = parse_integer(word);
      if (!size) throw error_at(at, escaped(word, 40) + " is too large", ErrorKind::resource);
      at_ += word.size();
      return *size;
    }
    if (!is_name(word)) throw unexpected("a size, a name or '('");
    at_ += word.size();
    if (takes("(")) return call(word, at);
    return word == "None" ? Dim::unknown() : Dim::named(std::string(word));
  }

  std::string_view next_word_or_nothing() const {
    if (at_ == text_.size() || !is_letter_or_digit(text_[at_])) return {};
    return next_word();
  }

  Dim in_parentheses() {
    const std::size_t opening = at_ - 1;
    Dim result = nested([&] { return sum(); });
    if (takes(")")) return result;
    throw unclosed(opening, "an operator or ')'");
  }

  Error unclosed(std::size_t opening, const std::string& expected) {
    if (text_.find(')', at_) == std::string_view::npos)
      return error_at(opening, "a parenthesis is not closed");
    return unexpected(expected);
  }

  Dim call(std::string_view name, std::size_t at) {
    const std::size_t opening = at_ - 1;
    if (name != "min" && name != "max")
      throw error_at(at, in_quotes(name) + " is not a function of dims, only min and max are");
    Dim result = nested([&] { return sum(); });
    while (takes(",")) {
      const Dim right = nested([&] { return sum(); });
      result = computed(at, [&] { return name == "min" ? minimum(result, right) : maximum(result, right); });
    }
    if (takes(")")) return result;
    throw unclosed(opening, "an operator, ',' or ')'");
  }

  std::string_view text_, typed_;
  std::size_t offset_;  // of text in typed
  std::size_t at_ = 0;
  int depth_ = 0;
};

// Without the pair of parentheses around all of text, where the first closes with the last.
std::string_view without_parentheses(std::string_view text) {
  text = trimmed(text);
  if (!text.starts_with('(')) return text;
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '(') ++depth;
    if (text[i] == ')' && --depth == 0) return i + 1 == text.size() ? text.substr(1, i - 1) : text;
  }
  return text;
}

}  // namespace

Dim parse_dim(std::string_view typed) {
  DimParser parser(typed, typed);
  Dim result = parser.dim();
  if (!parser.at_end()) throw parser.unexpected("an operator or the end");
  return result;
}

Fact parse_fact(std::string_view typed) {
  DimParser parser(typed, typed);
  Dim left = parser.dim();
  const auto relation = parser.relation();
  if (!relation) throw parser.unexpected("==, <, <=, > or >=");
  Dim right = parser.dim();
  if (!parser.at_end()) throw parser.unexpected("an operator or the end");
  return {std::move(left), *relation, std::move(right)};
}

Facts parse_facts(std::string_view typed) {
  Facts facts;
  for (std::size_t begin = 0; begin <= typed.size();) {
    const std::size_t end = std::min(typed.find_first_of(";\n", begin), typed.size());
    const std::string_view fact = trimmed(typed.substr(begin, end - begin));
    if (!fact.empty()) facts.require(parse_fact(fact));
    begin = end + 1;
  }
  return facts;
}

Dims parse_dims(std::string_view text, std::string_view typed) {
  DimParser parser(without_parentheses(text), typed);
  Dims dims;
  while (!parser.at_end()) {
    dims.push_back(parser.dim());
    if (parser.at_end()) break;
    if (!parser.takes(",")) throw parser.unexpected("an operator or ','");
  }
  return dims;
}

bool has_form_of_arithmetic(std::string_view text) {
  text = trimmed(text);
  const bool listed = text.starts_with('(') || text.find(',') != std::string_view::npos;
  bool has_operator =
      text.find("min(") != std::string_view::npos || text.find("max(") != std::string_view::npos;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (is_letter_or_digit(c) || c == '?' || c == ',' || c == '(' || c == ')') continue;
    if (is_blank(c)) {
      // "my file": nothing but an operator stands between two words.
      const std::size_t next = text.find_first_not_of(blanks, i);
      if (is_letter_or_digit(text[i - 1]) && is_letter_or_digit(text[next])) return false;
      continue;
    }
    if (c == '/') {
      if (!text.substr(i).starts_with("//") || text.substr(i).starts_with("///")) return false;
      ++i;
    } else if (std::string_view("+-*%").find(c) == std::string_view::npos) {
      return false;
    }
    has_operator = true;
  }
  return listed && has_operator;
}

}  // namespace tcalc::text
