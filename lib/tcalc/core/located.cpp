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

namespace {

// "A  (3, 4, 5, 2)" and, where axes are marked, a line with a caret below each: below the last character of
// its size.
void draw_operand(std::vector<DrawnLine>& lines, std::string text, const MarkedOperand& operand,
                  const std::vector<int>& marked) {
  text += "  (";
  std::string carets;
  int axis = 0;
  for (const std::string& dim : operand.dims) {
    text += (axis > 0 ? ", " : "") + dim;
    if (std::ranges::find(marked, axis++) != marked.end()) {
      carets.resize(text.size() - 1, ' ');
      carets += '^';
    }
  }
  lines.push_back({text + (operand.dims.size() == 1 ? ",)" : ")")});
  if (!carets.empty()) lines.push_back({std::move(carets), true});
}

void draw_operands(std::vector<DrawnLine>& lines, const Error& error) {
  std::size_t width = 0;
  for (const MarkedOperand& operand : error.operands) width = std::max(width, operand.name.size());
  for (std::size_t place = 0; place < error.operands.size(); ++place) {
    std::vector<int> marked;
    for (const Mark& mark : error.marks) {
      if (mark.operand == static_cast<int>(place)) marked.push_back(mark.axis);
    }
    std::string padded = error.operands[place].name;
    padded.resize(width, ' ');
    draw_operand(lines, std::move(padded), error.operands[place], marked);
  }
}

}  // namespace

std::vector<DrawnLine> drawn(const Error& error) {
  std::vector<DrawnLine> lines;
  for (const SourceLine& source : error.sources) {
    const std::vector<std::string> shown = caret_lines(source.text, source.spans);
    for (std::size_t line = 0; line < shown.size(); ++line) lines.push_back({shown[line], line > 0});
  }
  for (const std::string& fact : error.more_facts) lines.push_back({"also: " + fact});
  draw_operands(lines, error);
  for (const std::string& detail : error.details) lines.push_back({detail});
  return lines;
}

}  // namespace tcalc
