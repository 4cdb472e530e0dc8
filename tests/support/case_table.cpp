#include <app/cli/option_values.hpp>
#include <app/terminal/hint_text.hpp>
#include <charconv>
#include <cstdint>
#include <fstream>
#include <stdexcept>
#include <tests/support/case_table.hpp>
#include <tests/support/shapes.hpp>

#include <tcalc/core/error.hpp>

#ifndef TCALC_SOURCE_DIR
#error "TCALC_SOURCE_DIR must be defined as the project's folder"
#endif

namespace tcalc::test {

namespace {

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(' ');
  return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

}  // namespace

std::vector<std::string> columns_of(const std::string& line) {
  std::vector<std::string> columns;
  std::size_t begin = 0;
  for (std::size_t bar = line.find('|'); bar != std::string::npos; bar = line.find('|', begin)) {
    columns.push_back(trimmed(line.substr(begin, bar - begin)));
    begin = bar + 1;
  }
  columns.push_back(trimmed(line.substr(begin)));
  return columns;
}

namespace {

// Words between spaces; quotes around a word go, so that '' is an empty one.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  bool within = false;
  for (const char letter : text) {
    const bool separates = letter == ' ' || letter == '=';
    if (!separates && !within) words.emplace_back();
    within = !separates;
    if (within && letter != '\'' && letter != '"') words.back() += letter;
  }
  return words;
}

std::vector<std::int64_t> integers_from(const std::string& text) {
  std::vector<std::int64_t> integers;
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at != end) {
    const auto [stop, error] = std::from_chars(at, end, integers.emplace_back());
    if (error != std::errc() || (stop != end && *stop != ','))
      throw std::invalid_argument("not integers: " + text);
    at = stop == end ? end : stop + 1;
  }
  return integers;
}

std::string prefix_of(ErrorKind kind) {
  return kind == ErrorKind::mismatch ? "error: " : std::string(kind_name(kind)) + " error: ";
}

}  // namespace

std::vector<Case> read_cases(const std::string& file, const std::string& operation) {
  std::ifstream stream(std::string(TCALC_SOURCE_DIR) + "/tests/cases/" + file);
  std::vector<Case> cases;
  std::string line;
  for (int number = 1; std::getline(stream, line); ++number) {
    const std::string text = trimmed(line.substr(0, line.find('#')));
    if (text.empty()) continue;
    std::vector<std::string> columns = columns_of(text);
    if (!operation.empty()) columns.insert(columns.begin(), operation);
    const std::string where = file + ":" + std::to_string(number);
    if (columns.size() != 5 && columns.size() != 6) throw std::runtime_error(where + ": not a case: " + text);
    columns.resize(6);
    cases.push_back({columns[0], columns[1], columns[2], columns[3], columns[4], columns[5], where});
  }
  if (cases.empty()) throw std::runtime_error("tests/cases/" + file + " has no cases");
  return cases;
}

Arguments arguments_from(const Operation& operation, std::string_view typed) {
  Arguments arguments;
  const std::vector<std::string> words = words_of(typed);
  for (std::size_t at = 0; at < words.size(); ++at) {
    const OptionSpec* spec = nullptr;
    for (const OptionSpec& candidate : operation.options) {
      if (app::is_name_of(candidate, words[at])) spec = &candidate;
    }
    if (spec == nullptr) throw std::invalid_argument("no such option: " + words[at]);
    if (spec->kind == OptionKind::flag) {
      arguments[std::string(spec->name)] = true;
      continue;
    }
    if (at + 1 == words.size()) throw std::invalid_argument("no value: " + words[at]);
    const std::string& value = words[at + 1];
    OptionValue& argument = arguments[std::string(spec->name)];
    if (spec->kind == OptionKind::integers)
      argument = integers_from(value);
    else
      argument = value;
    ++at;
  }
  return arguments;
}

std::vector<std::string> notes_of(const Outcome& outcome) {
  std::vector<std::string> notes;
  for (const Note& note : outcome.notes) notes.push_back(app::note_text(note));
  return notes;
}

Answer answer(const Operation& operation, std::string_view a, std::string_view b, std::string_view options) {
  Arguments arguments = arguments_from(operation, options);
  std::vector<Operand> operands;
  const auto add = [&](std::string_view shape) {
    operands.push_back({side_name(operands.size()), shape_from(shape)});
  };
  if (operation.leading_word.empty())
    add(a);
  else
    arguments[std::string(operation.leading_word)] = std::string(a);
  for (std::size_t end = b.find(';'); end != std::string_view::npos; end = b.find(';')) {
    add(trimmed(std::string(b.substr(0, end))));
    b.remove_prefix(end + 1);
  }
  add(trimmed(std::string(b)));
  try {
    const Outcome outcome = apply(operation, operands, arguments);
    Answer given = {outcome.shape.text(), {}};
    for (const std::string& note : notes_of(outcome)) given.note += (given.note.empty() ? "" : "; ") + note;
    return given;
  } catch (const Error& error) {
    const std::string subject = std::string(operation.name) + ": ";
    const bool begins = error.message.starts_with(subject);
    return {prefix_of(error.kind) + error.message.substr(begins ? subject.size() : 0), {}};
  }
}

}  // namespace tcalc::test
