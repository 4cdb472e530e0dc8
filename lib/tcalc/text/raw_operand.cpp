#include <algorithm>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/text/number.hpp>
#include <tcalc/text/raw_operand.hpp>
#include <tcalc/text/shape_operand.hpp>
#include <tcalc/text/slice.hpp>
#include <tcalc/text/word.hpp>

namespace tcalc::text {

namespace {

constexpr std::string_view example = "raw=FILE:3,4:f4, or raw=FILE@128:?,4:f4 for all that follows 128 bytes";

// What follows the last ':' of the text, which is cut there; nothing where there is none.
std::optional<std::string_view> take_last(std::string_view& text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const std::string_view last = trimmed(text.substr(colon + 1));
  text = text.substr(0, colon);
  return last;
}

std::optional<std::int64_t> take_offset(std::string_view& file, std::string_view typed) {
  const std::size_t at = file.rfind('@');
  if (at == std::string_view::npos || !is_digits(file.substr(at + 1))) return std::nullopt;
  const auto offset = parse_integer(file.substr(at + 1));
  if (!offset) throw Error(ErrorKind::usage, escaped(typed) + ": no file has that many bytes");
  file = file.substr(0, at);
  return offset;
}

}  // namespace

// From the back: a file's name may hold any character.
RawFile raw_from(std::string_view typed) {
  const auto usage = [&](const std::string& fact) {
    return Error(ErrorKind::usage, escaped(typed) + ": " + fact, std::string(example));
  };
  RawFile raw;
  const std::size_t slice = slice_position(typed);
  if (slice != std::string_view::npos) raw.slice = parse_slice(typed.substr(slice), typed, escaped(typed));
  std::string_view file = typed.substr(0, slice).substr(raw_prefix.size());
  const auto dtype = take_last(file);
  const auto shape = take_last(file);
  if (!dtype || !shape)
    throw usage("what a file without a header holds has to be said: its shape and its dtype");
  const auto parsed = parse_dtype(*dtype);
  if (!parsed)
    throw usage(formatted("unknown dtype {} (supported: {})", in_quotes(*dtype), supported_dtypes()));
  raw.dtype = parsed->dtype;
  raw.big_endian = dtype->starts_with('>');
  raw.shape = shape_from(*shape, typed);
  const auto is_unknown = [](const Dim& dim) { return dim.is_unknown(); };
  for (const Dim& dim : raw.shape) {
    if (dim.is_symbolic()) throw usage(formatted("a size is a number or ?, not {}", in_quotes(dim.text())));
  }
  if (std::ranges::count_if(raw.shape, is_unknown) > 1) throw usage("one size at most can be ?");
  raw.offset = take_offset(file, typed).value_or(0);
  if (file.empty()) throw usage("the name of the file is missing");
  raw.path = file;
  return raw;
}

}  // namespace tcalc::text
