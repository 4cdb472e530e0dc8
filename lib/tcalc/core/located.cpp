#include <algorithm>

#include <tcalc/core/error.hpp>
#include <tcalc/core/located.hpp>
#include <tcalc/core/utf8.hpp>

namespace tcalc {

namespace {

constexpr std::string_view blanks = " \t\r\n";
constexpr std::size_t longest_shown = 100;  // bytes of a line, and
constexpr std::size_t shown_before = 40;    // how many of them before the first span

bool is_inside(std::size_t at, std::span<const Span> spans) {
  return std::ranges::any_of(
      spans, [&](const Span& span) { return span.begin <= at && at < std::max(span.end, span.begin + 1); });
}

// A line as it can be shown, and carets that fit below it.
class Picture {
 public:
  // One character, or one byte that is none.
  void add(std::string_view sequence, bool marked) {
    std::string shown = sequence == "\t" ? " " : escaped(sequence);
    const bool as_it_is = shown == sequence || shown == " ";
    if (!as_it_is) shown = shown.substr(1, shown.size() - 2);  // without the quotes of escaped text
    text_ += shown;
    carets_.append(as_it_is ? 1 : shown.size(), marked ? '^' : ' ');
  }
  void add_dots() {
    text_ += "...";
    carets_ += "   ";
  }
  void mark_end() { carets_ += '^'; }

  std::vector<std::string> lines() const {
    const std::size_t last = carets_.find_last_of('^');
    if (last == std::string::npos) return {text_};
    return {text_, carets_.substr(0, last + 1)};
  }

 private:
  std::string text_, carets_;
};

}  // namespace

std::vector<std::string> caret_lines(std::string_view line, std::span<const Span> spans) {
  const std::size_t start = std::min(line.find_first_not_of(blanks), line.size());
  const std::size_t end = line.find_last_not_of(blanks) + 1;
  std::size_t first = start;
  if (end - start > longest_shown && !spans.empty() && spans.front().begin > start + shown_before)
    first = spans.front().begin - shown_before;
  Picture picture;
  if (first > start) picture.add_dots();
  while (first > start && utf8_length(line.substr(first)) == 0) --first;  // to where a character begins
  std::size_t at = first;
  while (at < end && at < first + longest_shown) {
    const std::size_t length = std::max<std::size_t>(utf8_length(line.substr(at)), 1);
    picture.add(line.substr(at, length), is_inside(at, spans));
    at += length;
  }
  if (at < end) picture.add_dots();
  const bool at_end = std::ranges::any_of(spans, [&](const Span& span) { return span.begin >= end; });
  if (at >= end && at_end) picture.mark_end();
  return picture.lines();
}

std::vector<std::string> caret_below(std::string_view text, std::size_t byte) {
  const auto is_printable = [](char c) { return c >= ' ' && c <= '~'; };
  if (text.size() > longest_shown || !std::ranges::all_of(text, is_printable)) return {};
  return {std::string(text), std::string(byte, ' ') + '^'};
}

}  // namespace tcalc
