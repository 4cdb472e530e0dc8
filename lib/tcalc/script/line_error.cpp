#include <algorithm>
#include <string>

#include <tcalc/core/utf8.hpp>
#include <tcalc/script/line_error.hpp>
#include <tcalc/text/word.hpp>

namespace tcalc::script {

namespace {

constexpr std::size_t longest_shown = 100;  // bytes of a line, and
constexpr std::size_t shown_before = 40;    // how many of them before the first word

bool is_inside(std::size_t at, const std::vector<Span>& spans) {
  return std::ranges::any_of(spans, [&](const Span& span) { return span.begin <= at && at < span.end; });
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

  std::vector<std::string> lines() const {
    const std::size_t last = carets_.find_last_of('^');
    if (last == std::string::npos) return {text_};
    return {text_, carets_.substr(0, last + 1)};
  }

 private:
  std::string text_, carets_;
};

std::vector<std::string> picture(std::string_view line, const std::vector<Span>& spans) {
  const std::size_t start = std::min(line.find_first_not_of(text::blanks), line.size());
  const std::size_t end = line.find_last_not_of(text::blanks) + 1;
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
  return picture.lines();
}

}  // namespace

std::string text_of(const Place& place) { return std::string(place.file) + ":" + std::to_string(place.line); }

Error located(const Error& error, const std::vector<Span>& spans, const Place& place, std::string_view line) {
  Error result = error;
  result.message = text_of(place) + ": " + error.message;
  result.details = picture(line, spans);
  result.details.insert(result.details.end(), error.details.begin(), error.details.end());
  return result;
}

}  // namespace tcalc::script
