#include <algorithm>
#include <vector>

#include <tcalc/core/fill.hpp>
#include <tcalc/core/joined.hpp>
#include <tcalc/text/no_such_file.hpp>
#include <tcalc/text/word.hpp>

namespace tcalc::text {

namespace {

constexpr std::string_view multiplication_sign = "\xc3\x97";

// As people write the dims of a shape: 3, B, T.
bool is_short_dim(std::string_view word) {
  return is_digits(word) || word == "?" || (is_name(word) && word.size() == 1);
}

// The words between any of `separators`, the runs of them being one.
std::vector<std::string> split(std::string_view text, std::string_view separators) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find_first_of(separators, at), text.size());
    if (end > at) words.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

// A shape with another separator than ',': "2 3", "2x3x", "3X4", "BxTx64", "2;3", "B T,3".
std::string as_shape(std::string_view typed) {
  std::string text(typed);
  for (std::size_t at = 0; (at = text.find(multiplication_sign, at)) != std::string::npos;)
    text.replace(at, multiplication_sign.size(), "*");
  for (const std::string_view separators : {" ,;*", "xX ,;*"}) {
    const std::vector<std::string> words = split(text, separators);
    if (words.size() > 1 && std::ranges::all_of(words, is_short_dim)) return joined(words, ",");
  }
  return {};
}

std::string fill_names() {
  std::string names;
  for (int kind = 0; kind < fill_kind_count; ++kind)
    names += (names.empty() ? "" : ", ") + std::string(name_of(static_cast<FillKind>(kind)));
  return names;
}

}  // namespace

std::string hint_for_missing_file(std::string_view typed) {
  const std::size_t brackets = typed.find("][");
  if (brackets != std::string_view::npos && typed.ends_with(']'))
    return "a slice has all of its items in one pair of brackets: " +
           shell_quoted(std::string(typed.substr(0, brackets)) + "," +
                        std::string(typed.substr(brackets + 2)));
  const std::size_t open = typed.find('[');
  const bool has_open_slice = open != std::string_view::npos &&
                              typed.find_first_not_of("0123456789:,.- ", open + 1) == std::string_view::npos;
  if (has_open_slice)
    return "the bracket of a slice is not closed: " + shell_quoted(std::string(typed) + "]");
  constexpr std::size_t longest_dim = 2;  // a longer name is that of a file
  if (is_name(typed) && typed.size() <= longest_dim)
    return "a shape with that name as its only dim is '(" + std::string(typed) + ")'";
  if (const std::string shape = as_shape(typed); !shape.empty())
    return "a shape is written with commas: " + shell_quoted(shape);
  const std::size_t colon = typed.find_first_of(":=");
  if (colon != std::string_view::npos && is_name(typed.substr(0, colon)))
    return "the fills are " + fill_names();
  return {};
}

}  // namespace tcalc::text
