#include <algorithm>

#include <tcalc/core/dtype.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/text/fill_operand.hpp>
#include <tcalc/text/literal.hpp>
#include <tcalc/text/number.hpp>
#include <tcalc/text/operand.hpp>
#include <tcalc/text/shape_operand.hpp>
#include <tcalc/text/slice.hpp>
#include <tcalc/text/word.hpp>

namespace tcalc::text {

namespace {

constexpr std::string_view archive_mark = ".npz:";

// "w.npz:NAME" of an operand, as far as its slice.
ArchiveMember member_of(std::string_view text, std::string_view typed) {
  const std::size_t file_end = text.find(archive_mark) + archive_mark.size() - 1;
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

Operand file_from(std::string_view typed) {
  refuse_dtype_of_shape(typed);
  const std::size_t position = slice_position(typed);
  const std::string_view text = typed.substr(0, position);
  std::optional<Slice> slice;
  if (position != std::string_view::npos) slice = parse_slice(typed.substr(position), typed, escaped(typed));
  if (text.find(archive_mark) == std::string_view::npos) return Path{std::string(text), slice};
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

Operand parse_operand(std::string_view typed, const Facts& facts) {
  if (trimmed(typed).empty()) throw Error(ErrorKind::usage, "'" + escaped(typed) + "': an operand is empty");
  if (typed == "-") return StandardInput{};
  if (has_form_of_literal(typed)) return literal_from(typed);
  if (has_form_of_number(typed)) return literal_from(typed.starts_with('+') ? typed.substr(1) : typed);
  if (has_form_of_shape(typed)) return facts.applied(shape_from(typed, typed));
  if (has_form_of_fill(typed)) return fill_from(typed);
  return file_from(typed);
}

std::optional<ArchiveMember> member_from(std::string_view typed) {
  if (typed.find(archive_mark) == std::string_view::npos) return std::nullopt;
  return member_of(typed, typed);
}

Shape parse_shape(std::string_view typed, const Facts& facts) {
  if (trimmed(typed).empty())
    throw Error(ErrorKind::usage, "'" + escaped(typed) + "': a shape is empty", "() is 0-D");
  return facts.applied(shape_from(typed, typed));
}

std::vector<std::int64_t> parse_integers(std::string_view typed, std::string_view subject) {
  std::vector<std::int64_t> integers;
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
