#include <algorithm>
#include <utility>

#include <tcalc/text/layout.hpp>

namespace tcalc::text {

std::string padded(std::string text, std::size_t width) {
  if (text.size() < width) text.resize(width, ' ');
  return text;
}

std::string padded_in_front(const std::string& text, std::size_t width) {
  return text.size() < width ? std::string(width - text.size(), ' ') + text : text;
}

std::vector<std::string> filled(std::string first, std::size_t indent, std::string_view words,
                                std::size_t columns) {
  std::vector<std::string> lines;
  std::string line = std::move(first);
  bool empty = true;
  while (!words.empty()) {
    const std::size_t end = std::min(words.find(' '), words.size());
    const std::string_view word = words.substr(0, end);
    words.remove_prefix(std::min(end + 1, words.size()));
    if (!empty && line.size() + 1 + word.size() > columns) {
      lines.push_back(std::move(line));
      line.assign(indent, ' ');
      empty = true;
    }
    if (!empty) line += ' ';
    line += word;
    empty = false;
  }
  lines.push_back(std::move(line));
  return lines;
}

std::vector<std::size_t> column_widths(const std::vector<TableRow>& rows) {
  std::vector<std::size_t> widths;
  for (const TableRow& row : rows) {
    widths.resize(row.size());
    for (std::size_t i = 0; i < widths.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  return widths;
}

std::string table_line(const TableRow& row, const std::vector<std::size_t>& widths,
                       const std::vector<bool>& numbers) {
  std::string line;
  for (std::size_t i = 0; i < widths.size(); ++i) {
    if (i > 0) line += "  ";
    line += numbers[i] ? padded_in_front(row[i], widths[i]) : padded(row[i], widths[i]);
  }
  return line.substr(0, line.find_last_not_of(' ') + 1);
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (end > 0) words.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

}  // namespace tcalc::text
