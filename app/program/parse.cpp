#include <algorithm>
#include <app/program/parse.hpp>
#include <app/program/verbs.hpp>
#include <app/program/words.hpp>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/expression/bind.hpp>
#include <tcalc/expression/names.hpp>
#include <tcalc/script/lines.hpp>
#include <tcalc/shape/names.hpp>
#include <tcalc/text/literal.hpp>
#include <tcalc/text/suggest.hpp>
#include <tcalc/text/word.hpp>

namespace tcalc::app {

using script::LineError;
using script::Word;

namespace {

constexpr std::size_t most_files = 1000;  // that a program may include

// A file is told from a mistyped name by a '.' or a '/'.
bool could_be_name(const text::Operand& parsed) {
  const auto* path = std::get_if<text::Path>(&parsed);
  return path != nullptr && path->path.find_first_of("./") == std::string::npos;
}

class ProgramParser {
 public:
  ProgramParser(const Names& given, const ReadProgram& read) : read_(read) {
    for (const std::string& name : given) names_.add(name);
    parsed_.dims = given;
  }

  ParsedProgram parse(ProgramFile program) {
    add(std::move(program));
    parsed_.dims.insert(names_.dims().begin(), names_.dims().end());
    return std::move(parsed_);
  }

 private:
  void add(ProgramFile program) {
    const ProgramFile& file = parsed_.files.emplace_back(std::move(program));
    script::Lines lines(file.text);
    while (const auto text = lines.next()) {
      if (script::is_empty(*text)) continue;
      try {
        add_line(file, lines.number(), *text);
      } catch (const LineError& error) {
        parsed_.problems.push_back({&file, lines.number(), *text, error});
      }
      // Of a line that is wrong too: what depends on it is not.
      if (const std::string_view name = script::assigned_name(*text); !name.empty()) names_.add(name);
    }
  }

  void add_line(const ProgramFile& file, std::size_t number, std::string_view text) {
    Line line = {&file, number, text, script::parse_statement(text), nullptr, {}, {}};
    line.verb = &verb_of(line.statement);
    line.verb->parse(line, names_);
    if (line.verb->run != nullptr)
      parsed_.lines.push_back(std::move(line));
    else
      include(file, line.statement.arguments[0]);
  }

  void include(const ProgramFile& file, const Word& word) {
    const std::string path = path_from(file.folder, word.text);
    const auto is_open = [&](const std::string& other) {
      std::error_code error;
      return std::filesystem::equivalent(other, path, error);
    };
    try {
      if (std::ranges::any_of(open_, is_open))
        throw Error(ErrorKind::usage, "include: " + escaped(word.text) + " includes itself");
      if (parsed_.files.size() > most_files)
        throw Error(ErrorKind::usage, formatted("include: more than {} files", most_files));
      std::string text = read_(path);
      open_.push_back(path);
      add({escaped(path), std::filesystem::path(path).parent_path(), std::move(text), path});
      open_.pop_back();
    } catch (const Error& error) {
      throw LineError(error, {word.span});
    }
  }

  const ReadProgram& read_;
  AssignedNames names_;
  std::vector<std::string> open_;  // paths of the files that are being included
  ParsedProgram parsed_;
};

}  // namespace

// Most are a name that is known already.
void AssignedNames::add_dims(const Dim& dim) {
  if (!dim.is_known() && !dims_.contains(dim.text())) dims_.merge(names_in(dim));
}

void AssignedNames::add_dims(const Shape& shape) {
  for (const Dim& dim : shape) add_dims(dim);
}

void AssignedNames::require(const Word& word) const {
  const bool is_file = word.text.find_first_of("./") != std::string::npos;
  const std::string hint = is_file ? "a file must be loaded first: x = load " : "a file of that name is ./";
  refuse_unassigned(word, escaped(word.text) == word.text ? hint + word.text : "");
}

void AssignedNames::refuse_unassigned(const Word& word, const std::string& hint) const {
  if (names_.contains(std::string_view(word.text))) return;
  constexpr std::size_t most = 1000;  // names to compare with: more would take long
  std::vector<std::string> names;
  for (const auto& [name, assigned] : names_) {
    if (names.size() < most) names.push_back(name);
  }
  std::ranges::sort(names);
  const auto near = text::nearest(word.text, names);
  throw LineError({ErrorKind::usage, "unknown name " + text::in_quotes(word.text),
                   near ? "did you mean " + *near + "?" : hint},
                  {word.span});
}

void AssignedNames::require_operand(const Word& word) {
  if (is_variable(word)) return require(word);
  const text::Operand parsed = parsed_operand(word);
  if (could_be_name(parsed)) require(word);
  if (const auto* shape = std::get_if<Shape>(&parsed)) add_dims(*shape);
}

void AssignedNames::require_names(const ExpressionText& text) const {
  for (const Word& word : text.names) {
    if (names_.contains(word.text) || dims_.contains(word.text) || expression::reserved(word.text)) continue;
    refuse_unassigned(word, "a name is assigned, or a dim of a shape or a fact, on a line before");
  }
  try {
    expression::check_calls(text.tree, [&](const std::string& name) { return names_.contains(name); });
  } catch (const LineError& error) {
    throw in_line(error, text);
  }
}

ByName<const Line*> last_mentions(const ParsedProgram& program) {
  ByName<const Line*> lines_of;
  lines_of.reserve(program.lines.size());
  for (const Line& line : program.lines) {
    const auto note = [&](const Word& word) {
      if (text::is_name(word.text)) lines_of.insert_or_assign(word.text, &line);
    };
    if (line.statement.name) note(*line.statement.name);
    for (const Word& word : line.statement.arguments) note(word);
    for (const Word& word : line.call.operands) note(word);
    if (line.expression) std::ranges::for_each(line.expression->names, note);
  }
  return lines_of;
}

ParsedProgram parse_program(ProgramFile program, const Names& given, const ReadProgram& read) {
  return ProgramParser(given, read).parse(std::move(program));
}

}  // namespace tcalc::app
