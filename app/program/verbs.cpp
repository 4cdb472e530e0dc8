#include <algorithm>
#include <app/program/program.hpp>
#include <app/program/verbs.hpp>
#include <app/program/words.hpp>
#include <string>
#include <vector>

#include <tcalc/core/error.hpp>
#include <tcalc/ops/registry.hpp>
#include <tcalc/text/suggest.hpp>
#include <tcalc/text/word.hpp>

namespace tcalc::app {

using script::LineError;
using script::Statement;
using script::Word;

namespace {

constexpr std::string_view shape_in_parentheses =
    ", the shape in parentheses where it has spaces: (B, T, 512)";

void parse_shape(Line& line, const AssignedNames&) {
  require_words(line.statement, 1, 1, std::string(line.verb->form) + std::string(shape_in_parentheses));
  shape_of(line.statement.arguments[0]);
}

void parse_load(Line& line, const AssignedNames&) {
  const Statement& statement = line.statement;
  require_words(statement, 1, 1, "NAME = load FILE, a fill, values or -");
  const Word& word = statement.arguments[0];
  if (!std::holds_alternative<Shape>(parsed_operand(word))) return;
  throw LineError({ErrorKind::usage, "load: " + escaped(word.text) + " is a shape, there are no values",
                   statement.name->text + " = shape " + escaped(word.text)},
                  {word.span});
}

void parse_expect(Line& line, const AssignedNames& names) {
  const std::string form = std::string(line.verb->form) + std::string(shape_in_parentheses);
  const Statement& statement = line.statement;
  require_words(statement, 2, 3, form);
  // Of "B, T" the T is no dtype.
  if (statement.arguments[1].text.ends_with(',')) require_words(statement, 2, 2, form);
  names.require(statement.arguments[0]);
  shape_of(statement.arguments[1]);
  if (statement.arguments.size() == 3) dtype_of(statement.arguments[2]);
}

void parse_operation(Line& line, const AssignedNames& names) {
  line.call = parse_call(line.statement.verb, line.statement.arguments);
  line.statement.arguments.clear();
  for (const Word& word : line.call.operands) names.require_operand(word);
}

void parse_refuse(Line& line, const AssignedNames& names) {
  Statement& statement = line.statement;
  require_words(statement, 1, SIZE_MAX, std::string(line.verb->form));
  line.call =
      parse_call(statement.arguments[0], {statement.arguments.begin() + 1, statement.arguments.end()});
  statement.arguments.clear();
  for (const Word& word : line.call.operands) names.require_operand(word);
}

void parse_save(Line& line, const AssignedNames& names) {
  const Statement& statement = line.statement;
  require_words(statement, 2, 2, std::string(line.verb->form));
  const Word& name = statement.arguments[0];
  const Word& file = statement.arguments[1];
  names.require(name);
  if (!file.text.empty() && file.text != "-") return;
  throw LineError({ErrorKind::usage, "save: " + text::in_quotes(file.text) + " is not a file",
                   "print " + name.text + " writes to standard output"},
                  {file.span});
}

void parse_print(Line& line, const AssignedNames& names) {
  require_words(line.statement, 1, 1, std::string(line.verb->form));
  names.require(line.statement.arguments[0]);
}

constexpr Verb table[] = {
    {"shape", "NAME = shape SHAPE", true, parse_shape, &Program::shape},
    {"load", "NAME = load OPERAND", true, parse_load, &Program::load},
    {"", "NAME = OPERATION OPERAND...", true, parse_operation, &Program::operation},
    {"expect", "expect NAME SHAPE [DTYPE]", false, parse_expect, &Program::expect},
    {"refuse", "refuse OPERATION OPERAND...", false, parse_refuse, &Program::refuse},
    {"save", "save NAME FILE", false, parse_save, &Program::save},
    {"print", "print NAME", false, parse_print, &Program::print},
};

const Verb& operation_verb() { return *std::ranges::find(table, std::string_view(), &Verb::name); }

}  // namespace

std::span<const Verb> verbs() { return table; }

const Verb& verb_of(const Statement& statement) {
  const Word& word = statement.verb;
  const bool is_operation = find_operation(word.text) != nullptr;
  const auto verb = std::ranges::find(table, is_operation ? std::string_view() : word.text, &Verb::name);
  const bool found = verb != std::end(table) && (is_operation || !word.text.empty());
  if (statement.name) return found && verb->assigns ? *verb : operation_verb();
  if (found && !verb->assigns) return *verb;
  if (found)
    throw LineError(
        {ErrorKind::usage, word.text + ": its result has no name", "NAME = " + word.text + " ..."},
        {word.span});
  std::vector<std::string> names;
  for (const Verb& other : table) {
    if (!other.assigns) names.emplace_back(other.name);
  }
  const auto near = text::nearest(word.text, names);
  throw LineError({ErrorKind::usage, "unknown statement " + text::in_quotes(word.text),
                   near ? "did you mean " + *near + "?" : "tcalc help run lists the statements"},
                  {word.span});
}

}  // namespace tcalc::app
