#include <algorithm>
#include <app/program/parse.hpp>
#include <app/program/verbs.hpp>
#include <app/program/words.hpp>
#include <optional>
#include <string>
#include <utility>

#include <tcalc/core/error.hpp>
#include <tcalc/script/lines.hpp>
#include <tcalc/text/literal.hpp>
#include <tcalc/text/suggest.hpp>
#include <tcalc/text/word.hpp>

namespace tcalc::app {

using script::LineError;
using script::Word;

namespace {

[[noreturn]] void refuse_name(const Word& word, const std::optional<std::string>& nearest_name) {
  Error error(ErrorKind::usage, "unknown name " + text::in_quotes(word.text));
  if (nearest_name)
    error.hints.push_back("did you mean " + *nearest_name + "?");
  else if (escaped(word.text) == word.text)
    error.hints.push_back("a file of that name is ./" + word.text);
  throw LineError(std::move(error), {word.span});
}

// A file is told from a mistyped name by a '.' or a '/'.
bool could_be_name(const text::Operand& parsed) {
  const auto* path = std::get_if<text::Path>(&parsed);
  return path != nullptr && path->path.find_first_of("./") == std::string::npos;
}

Line parsed_line(std::size_t number, std::string_view text, const AssignedNames& names) {
  Line line = {number, text, script::parse_statement(text), nullptr, {}};
  line.verb = &verb_of(line.statement);
  line.verb->parse(line, names);
  return line;
}

}  // namespace

void AssignedNames::require(const Word& word) const {
  if (names_.contains(std::string_view(word.text))) return;
  constexpr std::size_t most = 1000;  // names to compare with: more would take long
  std::vector<std::string> names;
  for (const auto& [name, assigned] : names_) {
    if (names.size() < most) names.push_back(name);
  }
  std::ranges::sort(names);
  refuse_name(word, text::nearest(word.text, names));
}

void AssignedNames::require_operand(const Word& word) const {
  if (is_variable(word)) return require(word);
  if (could_be_name(parsed_operand(word))) refuse_name(word, std::nullopt);
}

ByName<std::size_t> last_mentions(const ParsedProgram& program) {
  ByName<std::size_t> lines_of;
  for (const Line& line : program.lines) {
    const auto note = [&](const Word& word) {
      if (text::is_name(word.text)) lines_of.insert_or_assign(word.text, line.number);
    };
    if (line.statement.name) note(*line.statement.name);
    for (const Word& word : line.statement.arguments) note(word);
    for (const Word& word : line.call.operands) note(word);
  }
  return lines_of;
}

ParsedProgram parse_program(std::string_view program) {
  ParsedProgram parsed;
  AssignedNames names;
  script::Lines lines(program);
  while (const auto text = lines.next()) {
    if (script::is_empty(*text)) continue;
    try {
      parsed.lines.push_back(parsed_line(lines.number(), *text, names));
    } catch (const LineError& error) {
      parsed.problems.push_back({lines.number(), *text, error});
    }
    // Of a line that is wrong too: what depends on it is not.
    if (const std::string_view name = script::assigned_name(*text); !name.empty()) names.add(name);
  }
  return parsed;
}

}  // namespace tcalc::app
