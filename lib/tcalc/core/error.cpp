#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

#include <tcalc/core/error.hpp>
#include <tcalc/core/utf8.hpp>

namespace tcalc {

Error::Error(ErrorKind error_kind, std::string text, Hint hint) : kind(error_kind), message(std::move(text)) {
  const auto* sentence = std::get_if<std::string>(&hint);
  if (sentence == nullptr || !sentence->empty()) hints.push_back(std::move(hint));
}

void Error::set_subject(std::string_view before) {
  message.insert(0, std::string(before) + ": ");
  subject = before;
}

std::string_view kind_name(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::mismatch:
      return "mismatch";
    case ErrorKind::usage:
      return "usage";
    case ErrorKind::input:
      return "input";
    case ErrorKind::output:
      return "output";
    case ErrorKind::resource:
      return "resource";
    case ErrorKind::internal:
      break;
  }
  return "internal";
}

namespace {

std::string escape_byte(unsigned char byte) {
  if (byte == '\n') return "\\n";
  if (byte == '\t') return "\\t";
  if (byte == '\r') return "\\r";
  char hex[8];
  std::snprintf(hex, sizeof hex, "\\x%02x", byte);
  return hex;
}

// What Unicode uses to turn the direction of text: a name with one reads as another name.
constexpr std::array<std::string_view, 12> directions = {"\u061c", "\u200e", "\u200f", "\u202a",
                                                         "\u202b", "\u202c", "\u202d", "\u202e",
                                                         "\u2066", "\u2067", "\u2068", "\u2069"};

// C1 controls (U+0080..U+009F) move a terminal's cursor just as C0 controls do.
bool is_control(std::string_view sequence) {
  const auto first = static_cast<unsigned char>(sequence[0]);
  if (sequence.size() == 1) return first < 0x20 || first == 0x7f;
  if (sequence.size() == 2 && first == 0xc2) return static_cast<unsigned char>(sequence[1]) < 0xa0;
  return std::ranges::find(directions, sequence) != directions.end();
}

}  // namespace

std::string escaped(std::string_view text, std::size_t limit) {
  std::string result;
  bool quoted = false;
  std::size_t at = 0;
  while (at < text.size() && result.size() < limit) {
    const std::size_t length = utf8_length(text.substr(at));
    const std::string_view sequence = text.substr(at, length == 0 ? 1 : length);
    if (length == 0 || is_control(sequence)) {
      for (const char byte : sequence) result += escape_byte(static_cast<unsigned char>(byte));
      quoted = true;
    } else {
      result += sequence;
    }
    at += sequence.size();
  }
  if (at < text.size()) result += "...";
  return quoted ? "'" + result + "'" : result;
}

}  // namespace tcalc
