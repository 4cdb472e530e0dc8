#include <algorithm>

#include <tcalc/core/dtype.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/text/dim.hpp>
#include <tcalc/text/ending.hpp>
#include <tcalc/text/fill_operand.hpp>
#include <tcalc/text/literal.hpp>
#include <tcalc/text/number.hpp>
#include <tcalc/text/operand.hpp>
#include <tcalc/text/raw_operand.hpp>
#include <tcalc/text/shape_operand.hpp>
#include <tcalc/text/slice.hpp>
#include <tcalc/text/word.hpp>

namespace tcalc::text {

namespace {

// Where the ':' after the name of an archive is.
std::optional<std::size_t> archive_mark_in(std::string_view text) {
  std::optional<std::size_t> first;
  for (const std::string_view ending : archive_endings) {
    const std::size_t found = find_in_any_case(text, std::string(ending) + ":");
    if (found == std::string_view::npos || found == 0) continue;  // a name has more than the ending
    const std::size_t colon = found + ending.size();
    if (!first || colon < *first) first = colon;
  }
  return first;
}

// "w.npz:NAME" of an operand, as far as its slice.
ArchiveMember member_of(std::string_view text, std::string_view typed) {
  const std::size_t file_end = *archive_mark_in(text);
  ArchiveMember member = {std::string(text.substr(0, file_end)), std::string(text.substr(file_end + 1))};
  if (member.name.empty()) {
    throw Error(ErrorKind::usage, escaped(typed) + ": the name of an array is missing after ':'",
                "tcalc info " + escaped(member.file) + " lists the names");
  }
  return member;
}

// "2,3:i1"
void refuse_dtype_of_shape(std::string_view typed) {
  const std::size_t colon = typed.find(':');
  if (colon == std::string_view::npos || !has_form_of_shape(typed.substr(0, colon))) return;
  if (!parse_dtype(typed.substr(colon + 1))) return;
  throw Error(ErrorKind::usage, escaped(typed) + ": a shape has no dtype",
              "an array of that shape and dtype is zeros:" + escaped(typed));
}

// "a.npy@2"
Path numbered(std::string_view text, std::string_view typed, const std::optional<Slice>& slice) {
  const std::size_t at = text.rfind('@');
  const bool has_number = at != std::string_view::npos && has_ending(text.substr(0, at), ".npy") &&
                          is_digits(text.substr(at + 1));
  if (!has_number) return {std::string(text), std::nullopt, slice};
  const auto number = parse_integer(text.substr(at + 1));
  if (!number) throw Error(ErrorKind::usage, escaped(typed) + ": no file holds that many arrays");
  return {std::string(text.substr(0, at)), number, slice};
}

Operand file_from(std::string_view typed) {
  refuse_dtype_of_shape(typed);
  const std::size_t position = slice_position(typed);
  const std::string_view text = typed.substr(0, position);
  std::optional<Slice> slice;
  if (position != std::string_view::npos) slice = parse_slice(typed.substr(position), typed, escaped(typed));
  if (!archive_mark_in(text)) return numbered(text, typed, slice);
  ArchiveMember member = member_of(text, typed);
  member.slice = slice;
  return member;
}

}  // namespace

bool has_form_of_number(std::string_view text) {
  const bool is_signed = text.starts_with('-') || text.starts_with('+');
  std::string_view rest = is_signed ? text.substr(1) : text;
  const auto take_digits = [&rest] {
    const std::size_t end = std::min(rest.find_first_not_of("0123456789"), rest.size());
    rest.remove_prefix(end);
    return end > 0;
  };
  if (!take_digits()) return false;
  const bool has_point = rest.starts_with('.');
  if (has_point) {
    rest.remove_prefix(1);
    if (!take_digits()) return false;
  }
  if (rest.starts_with('e') || rest.starts_with('E')) {
    rest.remove_prefix(1);
    if (rest.starts_with('-') || rest.starts_with('+')) rest.remove_prefix(1);
    if (!has_point || !take_digits()) return false;
  }
  return rest.empty() && (is_signed || has_point);
}

namespace {

// What Python prints for a shape: "torch.Size([2, 3])", "TensorShape([2, 3])".
bool has_form_of_call(std::string_view typed) {
  const std::string_view text = trimmed(typed);
  const std::size_t open = text.find("([");
  if (open == std::string_view::npos || open == 0 || !text.ends_with("])")) return false;
  return std::ranges::all_of(text.substr(0, open), [](char c) { return is_letter_or_digit(c) || c == '.'; });
}

}  // namespace

Operand parse_operand(std::string_view typed, const Facts& facts) {
  if (trimmed(typed).empty()) throw Error(ErrorKind::usage, in_quotes(typed) + ": an operand is empty");
  if (typed == "-" || typed == "/dev/stdin") return StandardInput{};
  if (has_form_of_literal(typed)) return literal_from(typed);
  if (has_form_of_call(typed)) return facts.applied(parse_shape(typed));
  if (has_form_of_number(typed)) return literal_from(typed.starts_with('+') ? typed.substr(1) : typed);
  if (has_form_of_shape(typed)) return facts.applied(shape_from(typed, typed));
  if (has_form_of_fill(typed)) return fill_from(typed);
  if (has_form_of_raw(typed)) return raw_from(typed);
  return file_from(typed);
}

std::optional<ArchiveMember> member_from(std::string_view typed) {
  if (!archive_mark_in(typed)) return std::nullopt;
  return member_of(typed, typed);
}

namespace {

// What stands within the brackets of "[2, 3]", "torch.Size([2, 3])" or "TensorShape([2, 3])"; else all of it.
std::string_view without_wrapping(std::string_view typed) {
  const std::string_view text = trimmed(typed);
  const std::size_t open = text.find('[');
  if (open == std::string_view::npos) return typed;
  const std::string_view before = text.substr(0, open);
  const bool is_call = before.ends_with('(') && text.ends_with("])");
  if (is_call) return text.substr(open + 1, text.size() - open - 3);
  return before.empty() && text.ends_with(']') ? text.substr(1, text.size() - 2) : typed;
}

// "2,1" of "(2,1)", "[2,1]" and "(2,)".
std::string_view list_within(std::string_view typed) {
  std::string_view text = trimmed(typed);
  const bool wrapped =
      (text.starts_with('(') && text.ends_with(')')) || (text.starts_with('[') && text.ends_with(']'));
  if (!wrapped) return typed;
  text = trimmed(text.substr(1, text.size() - 2));
  if (text.ends_with(',')) text.remove_suffix(1);
  return text;
}

// "2,3" of "2x3", which is how sizes are written too.
std::string with_commas(std::string_view typed) {
  std::string text(typed);
  const bool has_sizes = text.find_first_not_of("0123456789x") == std::string::npos &&
                         text.find('x') != std::string::npos && !text.starts_with('x') &&
                         !text.ends_with('x');
  if (has_sizes) std::ranges::replace(text, 'x', ',');
  return text;
}

}  // namespace

Shape parse_shape(std::string_view typed, const Facts& facts) {
  if (trimmed(typed).empty())
    throw Error(ErrorKind::usage, in_quotes(typed) + ": a shape is empty", "() is 0-D");
  const std::string_view inner = without_wrapping(typed);
  return facts.applied(inner == typed ? shape_from(typed, typed)
                                      : shape_from("(" + std::string(inner) + ")", typed));
}

Dims parse_sizes(std::string_view typed, std::string_view subject) {
  const std::string list = with_commas(list_within(without_wrapping(typed)));
  Dims sizes;
  if (list.find_first_not_of("0123456789-, ") == std::string::npos) {
    for (const std::int64_t size : parse_integers(list, subject)) sizes.emplace_back(size);
    return sizes;
  }
  for (std::size_t begin = 0, depth = 0, end = 0; end <= list.size(); ++end) {
    const char c = end < list.size() ? list[end] : ',';
    depth += c == '(' ? 1 : 0;
    depth -= c == ')' && depth > 0 ? 1 : 0;
    if (c != ',' || (depth > 0 && end < list.size())) continue;
    sizes.push_back(parse_dim(trimmed(std::string_view(list).substr(begin, end - begin))));
    begin = end + 1;
  }
  return sizes;
}

std::vector<std::int64_t> parse_integers(std::string_view words, std::string_view subject) {
  std::vector<std::int64_t> integers;
  const std::string list = with_commas(list_within(words));
  const std::string_view typed = list;
  if (trimmed(typed).empty()) return integers;
  for (std::size_t begin = 0; begin <= typed.size();) {
    const std::size_t end = std::min(typed.find(',', begin), typed.size());
    const std::string_view word = trimmed(typed.substr(begin, end - begin));
    const auto integer = parse_integer(word);
    if (!integer) {
      const bool overflows = is_digits(word.starts_with('-') ? word.substr(1) : word);
      throw Error(ErrorKind::usage, std::string(subject) + ": " +
                                        (overflows ? in_quotes(word) + " does not fit int64"
                                                   : "expected an integer, not " + in_quotes(word)));
    }
    integers.push_back(*integer);
    begin = end + 1;
  }
  return integers;
}

}  // namespace tcalc::text
