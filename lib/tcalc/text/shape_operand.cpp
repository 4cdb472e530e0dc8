#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/text/dim.hpp>
#include <tcalc/text/number.hpp>
#include <tcalc/text/shape_operand.hpp>
#include <tcalc/text/word.hpp>

namespace tcalc::text {

namespace {

// What stands between the parentheses, and how many of them there are.
struct Inside {
  std::string_view text;
  int opened = 0;
  int closed = 0;
};

Inside inside_of(std::string_view text) {
  Inside inside = {trimmed(text)};
  for (; inside.text.starts_with('('); ++inside.opened) inside.text = trimmed(inside.text.substr(1));
  for (; inside.text.ends_with(')'); ++inside.closed) {
    inside.text = trimmed(inside.text.substr(0, inside.text.size() - 1));
  }
  return inside;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> words;
  std::size_t begin = 0;
  for (std::size_t end = text.find(separator); end != std::string_view::npos;
       end = text.find(separator, begin)) {
    words.push_back(trimmed(text.substr(begin, end - begin)));
    begin = end + 1;
  }
  words.push_back(trimmed(text.substr(begin)));
  return words;
}

bool is_sign(char c) { return c == '-' || c == '+'; }

// Of a word that is not empty.
bool is_signed_integer(std::string_view word) {
  return is_digits(word) || (is_sign(word[0]) && is_digits(word.substr(1)));
}

// Of a word that is not empty, whether it is a number, or several with spaces between: 3, -3, 3.5, "2 3".
bool is_numeric(std::string_view word) {
  if (is_sign(word[0])) word.remove_prefix(1);
  const auto belongs = [](char c) { return is_digit(c) || c == '.' || c == ' '; };
  return !word.empty() && is_digit(word[0]) && std::ranges::all_of(word, belongs);
}

bool could_be_dim(std::string_view word) {
  const auto belongs = [](char c) { return is_letter_or_digit(c) || c == '?'; };
  return std::ranges::all_of(word, belongs) || is_numeric(word);
}

// Sizes with an 'x' between: 2x3, and 2x, 2xx3, 2x-3, which are meant as such.
bool has_form_of_sizes(std::string_view text) {
  if (text.empty() || (!is_digit(text[0]) && !is_sign(text[0]))) return false;
  const auto belongs = [](std::string_view word) { return word.empty() || is_signed_integer(word); };
  return std::ranges::all_of(split(text, 'x'), belongs);
}

std::vector<std::string_view> size_words_of(std::string_view text) {
  if (text.empty()) return {};
  if (text.find(',') == std::string_view::npos && has_form_of_sizes(text)) return split(text, 'x');
  std::vector<std::string_view> words = split(text, ',');
  if (words.size() > 1 && words.back().empty()) words.pop_back();
  return words;
}

// Sizes, names and ? alone.
bool has_form_of_list(std::string_view text) {
  const Inside inside = inside_of(text);
  const bool listed = inside.opened + inside.closed > 0 || inside.text.find(',') != std::string_view::npos;
  if (!listed) return inside.text == "?" || has_form_of_sizes(inside.text);
  return has_form_of_sizes(inside.text) || std::ranges::all_of(split(inside.text, ','), could_be_dim);
}

class ShapeParser {
 public:
  explicit ShapeParser(std::string_view typed) : typed_(typed) {}

  Shape parse(std::string_view text) const {
    const bool arithmetic = !has_form_of_list(text) && text.find_first_of("+-*/%(") != std::string_view::npos;
    Dims dims = arithmetic ? computed_dims(text) : listed_dims(text);
    if (dims.size() > max_rank) throw usage(*Shape::defect(dims));
    if (const auto defect = Shape::defect(dims)) {
      // The defect cites the shape itself.
      throw Error(ErrorKind::resource, (text == typed_ ? "" : subject()) + *defect);
    }
    return Shape(std::move(dims));
  }

 private:
  std::string subject() const { return escaped(typed_) + ": "; }
  Error usage(const std::string& fact, std::string hint = {}) const {
    return {ErrorKind::usage, subject() + fact, std::move(hint)};
  }

  Dims computed_dims(std::string_view text) const {
    Dims dims = parse_dims(text, typed_);
    for (const Dim& dim : dims) {
      if (is_at_least(dim, 0) == Verdict::refuted)
        throw usage("dimensions cannot be negative, but " + dim.text() + " is");
    }
    return dims;
  }

  Dims listed_dims(std::string_view text) const {
    const Inside inside = inside_of(text);
    check_parentheses(inside);
    const std::vector<std::string_view> words = size_words_of(inside.text);
    Dims dims;
    for (std::size_t axis = 0; axis < words.size(); ++axis) dims.push_back(dim_from(words[axis], axis + 1));
    return dims;
  }

  void check_parentheses(const Inside& inside) const {
    if (inside.opened > inside.closed) throw usage("a parenthesis is not closed");
    if (inside.opened < inside.closed) throw usage("a parenthesis is not opened");
    if (inside.opened > 1) throw usage("more than one pair of parentheses");
  }

  Dim dim_from(std::string_view word, std::size_t position) const {
    if (word == "?" || word == "None") return Dim::unknown();
    if (is_name(word)) return Dim::named(std::string(word));
    if (const auto size = is_digits(word) ? parse_integer(word) : std::nullopt) return *size;
    if (is_digits(word)) {
      throw Error(ErrorKind::resource, subject() + escaped(word, longest_number) + " is too large");
    }
    throw malformed(word, position);
  }

  Error malformed(std::string_view word, std::size_t position) const {
    if (word.empty()) return usage(formatted("an empty dimension at position {}", position));
    if (word[0] == '-' && is_signed_integer(word)) {
      return usage("dimensions cannot be negative, but " + escaped(word, longest_number) + " is",
                   word == "-1" ? "write ? for a size that is not known" : "");
    }
    if (is_numeric(word) && word.find(' ') != std::string_view::npos) {
      return usage("a comma is missing in " + in_quotes(word));
    }
    if (has_form_of_sizes(word) && !is_signed_integer(word)) {
      return usage("sizes are separated by ',' or by 'x', not by both");
    }
    if (is_numeric(word) && word[0] != '+') return usage(in_quotes(word) + " is not a whole number");
    return usage(in_quotes(word) + " is neither a size nor a name nor ?");
  }

  static constexpr std::size_t longest_number = 40;  // more digits tell no more

  std::string_view typed_;
};

}  // namespace

bool has_form_of_shape(std::string_view text) {
  return has_form_of_list(text) || has_form_of_arithmetic(text);
}

Shape shape_from(std::string_view text, std::string_view typed) { return ShapeParser(typed).parse(text); }

}  // namespace tcalc::text
