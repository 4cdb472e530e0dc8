#include <algorithm>
#include <array>

#include <tcalc/core/error.hpp>
#include <tcalc/core/located.hpp>
#include <tcalc/text/number.hpp>
#include <tcalc/text/slice.hpp>
#include <tcalc/text/word.hpp>

namespace tcalc::text {

namespace {

class SliceParser {
 public:
  SliceParser(std::string_view typed, std::string_view subject) : typed_(typed), subject_(subject) {}

  // `begin` is where in typed_ the text between the brackets starts.
  Slice parse(std::string_view text, std::size_t begin) {
    Slice slice = {std::string(typed_), std::string(subject_), {}};
    bool has_ellipsis = false;
    for (std::size_t at = 0; at <= text.size();) {
      const std::size_t end = std::min(text.find(',', at), text.size());
      const std::string_view word = trimmed(text.substr(at, end - at));
      const std::size_t position =
          begin + (word.empty() ? at : static_cast<std::size_t>(word.data() - text.data()));
      const bool last = end == text.size();
      if (word.empty() && last && at > 0) break;  // a trailing comma, as in a[0,]
      slice.items.push_back(item_from(word, position));
      const bool ellipsis = slice.items.back().kind == SliceItemKind::ellipsis;
      if (ellipsis && has_ellipsis) throw refusal("'...' can stand only once", position, word.size());
      has_ellipsis = has_ellipsis || ellipsis;
      at = end + 1;
    }
    return slice;
  }

 private:
  Error refusal(const std::string& fact, std::size_t position, std::size_t length) const {
    Error error(ErrorKind::usage, std::string(subject_) + ": " + fact);
    error.sources.push_back({std::string(typed_), {{position, position + length}}});
    return error;
  }

  SliceItem item_from(std::string_view word, std::size_t position) const {
    SliceItem item;
    item.position = position;
    item.length = word.size();
    if (word == "...") {
      item.kind = SliceItemKind::ellipsis;
    } else if (word == "None" || word == "newaxis") {
      item.kind = SliceItemKind::new_axis;
    } else if (word.find(':') != std::string_view::npos) {
      item.kind = SliceItemKind::range;
      read_range(word, item);
    } else {
      item.start = integer_from(word, position);
    }
    return item;
  }

  void read_range(std::string_view word, SliceItem& item) const {
    std::optional<std::int64_t>* const parts[] = {&item.start, &item.stop, &item.step};
    std::size_t part = 0;
    for (std::size_t at = 0; at <= word.size(); ++part) {
      const std::size_t end = std::min(word.find(':', at), word.size());
      if (part == std::size(parts))
        throw refusal("a range has a start, a stop and a step at most", item.position, item.length);
      const std::string_view bound = trimmed(word.substr(at, end - at));
      if (!bound.empty() && bound != "None")
        *parts[part] =
            integer_from(bound, item.position + static_cast<std::size_t>(bound.data() - word.data()));
      at = end + 1;
    }
    if (item.step == 0) throw refusal("the step of a range cannot be 0", item.position, item.length);
  }

  std::int64_t integer_from(std::string_view word, std::size_t position) const {
    const auto integer = parse_integer(word.starts_with('+') ? word.substr(1) : word);
    if (integer) return *integer;
    if (word.empty()) throw refusal("an index is missing", position, 1);
    const bool overflows = is_digits(word.starts_with('-') ? word.substr(1) : word);
    throw refusal(overflows ? in_quotes(word) + " does not fit int64"
                            : "expected an index, a range like 2:5, '...' or None, not " + in_quotes(word),
                  position, word.size());
  }

  std::string_view typed_, subject_;
};

}  // namespace

Slice parse_slice(std::string_view text, std::string_view typed, std::string_view subject) {
  const bool bracketed = text.starts_with('[') && text.ends_with(']');
  const std::string_view inside = bracketed ? text.substr(1, text.size() - 2) : text;
  return SliceParser(typed, subject).parse(inside, typed.size() - text.size() + (bracketed ? 1 : 0));
}

std::size_t slice_position(std::string_view operand) {
  return operand.ends_with(']') ? operand.rfind('[') : std::string_view::npos;
}

}  // namespace tcalc::text
