// Every header of tests/cases/npy_headers.txt gets exactly its answer.
#include <algorithm>
#include <charconv>
#include <fstream>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tests/support/catch.hpp>
#include <tests/support/header_answer.hpp>
#include <vector>

using namespace tcalc;

namespace {

struct Row {
  std::string name, version, header, body, answer;
};

std::size_t number_from(std::string_view text, int base = 10) {
  std::size_t number = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number, base);
  if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size()) {
    throw std::runtime_error("not a number: " + std::string(text));
  }
  return number;
}

std::string repeated(std::string_view text) {
  std::string result;
  for (std::size_t open = text.find("<<"); open != std::string_view::npos; open = text.find("<<")) {
    const std::size_t close = text.find(">>", open);
    const std::size_t star = text.rfind('*', close);
    result += text.substr(0, open);
    const std::string_view piece = text.substr(open + 2, star - open - 2);
    for (std::size_t count = number_from(text.substr(star + 1, close - star - 1)); count > 0; --count)
      result += piece;
    text.remove_prefix(close + 2);
  }
  return result += text;
}

std::string unescaped(const std::string& text) {
  constexpr std::string_view letters = "nrt\\";
  constexpr std::string_view meanings = "\n\r\t\\";
  std::string result;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '\\') {
      result += text[at];
    } else if (text.at(++at) == 'x') {
      result += static_cast<char>(number_from(std::string_view(text).substr(at + 1, 2), 16));
      at += 2;
    } else {
      result += meanings.at(letters.find(text[at]));
    }
  }
  return result;
}

Row row_from(std::string_view line) {
  constexpr std::string_view bar = " | ";
  std::vector<std::string> columns;
  for (std::size_t end = line.find(bar); end != std::string_view::npos; end = line.find(bar)) {
    columns.emplace_back(line.substr(0, end));
    line.remove_prefix(end + bar.size());
  }
  columns.emplace_back(line);
  if (columns.size() != 5) throw std::runtime_error("not five columns: " + columns.front());
  const std::string name = columns[0].substr(0, columns[0].find(' '));
  std::string answer = columns[4];
  const std::string placeholder = "DTYPES";
  if (const std::size_t at = answer.find(placeholder); at != std::string::npos) {
    answer.replace(at, placeholder.size(), supported_dtypes());
  }
  return {name, columns[1], unescaped(repeated(columns[2])), columns[3], unescaped(repeated(answer))};
}

std::vector<Row> read_rows() {
  std::ifstream file(TCALC_SOURCE_DIR "/tests/cases/npy_headers.txt");
  std::vector<Row> rows;
  for (std::string line; std::getline(file, line);) {
    if (!line.empty() && line[0] != '#') rows.push_back(row_from(line));
  }
  return rows;
}

// The length that the preamble claims, and where the dict begins.
std::string preamble_of(const Row& row) {
  const std::size_t dot = row.version.find('.');
  const std::size_t space = std::min(row.version.find(' '), row.version.size());
  const std::string_view version = row.version;
  const std::size_t major = number_from(version.substr(0, dot));
  std::size_t length = row.header.size();
  if (space < version.size()) length = number_from(version.substr(version.rfind(' ') + 1));
  std::string preamble = "\x93NUMPY";
  preamble += static_cast<char>(major);
  preamble += static_cast<char>(number_from(version.substr(dot + 1, space - dot - 1)));
  for (int byte = 0; byte < (major == 1 ? 2 : 4); ++byte)
    preamble += static_cast<char>(length >> 8 * byte & 0xff);
  return preamble;
}

std::string file_of(const Row& row) {
  if (row.version == "raw") return row.header;
  std::string file = preamble_of(row) + row.header;
  for (std::size_t value = 0; value < number_from(row.body); ++value) file += static_cast<char>(value & 0xff);
  return file;
}

}  // namespace

TEST_CASE("each header of the table gets its answer") {
  const std::vector<Row> rows = read_rows();
  REQUIRE(rows.size() > 150);
  std::set<std::string> names;
  for (const Row& row : rows) {
    INFO(row.name);
    CHECK(names.insert(row.name).second);
    const std::string file = file_of(row);
    CHECK(test::header_answer(file, static_cast<std::int64_t>(file.size())) == row.answer);
  }
}

TEST_CASE("on a stream a header gets the same answer, save that its length is not compared with a size") {
  for (const Row& row : read_rows()) {
    INFO(row.name);
    if (row.answer.starts_with("error: header claims")) continue;
    CHECK(test::header_answer(file_of(row), -1) == row.answer);
  }
}

TEST_CASE("no answer has a control character, and none is longer than 400 bytes") {
  for (const Row& row : read_rows()) {
    const std::string file = file_of(row);
    const std::string answer = test::header_answer(file, static_cast<std::int64_t>(file.size()));
    INFO(row.name);
    CHECK(answer.size() < 400);
    CHECK(
        std::ranges::none_of(answer, [](char letter) { return static_cast<unsigned char>(letter) < 0x20; }));
  }
}
