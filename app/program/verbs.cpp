#include <algorithm>
#include <app/program/program.hpp>
#include <app/program/verbs.hpp>
#include <app/program/words.hpp>
#include <array>
#include <string>
#include <vector>

#include <tcalc/core/error.hpp>
#include <tcalc/ops/registry.hpp>
#include <tcalc/text/dim.hpp>
#include <tcalc/text/fill_operand.hpp>
#include <tcalc/text/literal.hpp>
#include <tcalc/text/shape_operand.hpp>
#include <tcalc/text/suggest.hpp>
#include <tcalc/text/word.hpp>

namespace tcalc::app {

using script::LineError;
using script::Statement;
using script::Word;

namespace {

constexpr std::string_view shape_in_parentheses =
    ", the shape in parentheses where it has spaces: (B, T, 512)";

void parse_shape(Line& line, AssignedNames& names) {
  require_words(line.statement, 1, 1, std::string(line.verb->form) + std::string(shape_in_parentheses));
  names.add_dims(shape_of(line.statement.arguments[0]));
}

void parse_load(Line& line, AssignedNames&) {
  const Statement& statement = line.statement;
  require_words(statement, 1, 1, "NAME = load FILE, a fill, values or -");
  const Word& word = statement.arguments[0];
  if (!std::holds_alternative<Shape>(parsed_operand(word))) return;
  throw LineError({ErrorKind::usage, "load: " + escaped(word.text) + " is a shape and has no values",
                   statement.name->text + " = shape " + escaped(word.text)},
                  {word.span});
}

// An array that is no variable is one of a file.
void require_file(const Word& word, AssignedNames& names) {
  names.require_operand(word);
  const text::Operand parsed = parsed_operand(word);
  if (std::holds_alternative<text::Path>(parsed) || std::holds_alternative<text::ArchiveMember>(parsed))
    return;
  throw LineError(
      {ErrorKind::usage, "expect: " + text::in_quotes(word.text) + " is neither a name nor a file",
       "NAME = load " + escaped(word.text)},
      {word.span});
}

void parse_expect(Line& line, AssignedNames& names) {
  const std::string form = std::string(line.verb->form) + std::string(shape_in_parentheses);
  const Statement& statement = line.statement;
  require_words(statement, 2, 3, form);
  // Of "B, T" the T is no dtype.
  if (statement.arguments[1].text.ends_with(',')) require_words(statement, 2, 2, form);
  const Word& what = statement.arguments[0];
  const Shape expected = shape_of(statement.arguments[1]);
  if (is_variable(what)) {
    names.require(what);
  } else {
    require_file(what, names);
    names.add_dims(expected);
  }
  if (statement.arguments.size() == 3) dtype_of(statement.arguments[2]);
}

void parse_operation(Line& line, AssignedNames& names) {
  line.call = parse_call(line.statement.verb, line.statement.arguments);
  line.statement.arguments.clear();
  for (const Word& word : line.call.operands) names.require_operand(word);
}

void parse_refuse(Line& line, AssignedNames& names) {
  Statement& statement = line.statement;
  require_words(statement, 1, SIZE_MAX, std::string(line.verb->form));
  line.call =
      parse_call(statement.arguments[0], {statement.arguments.begin() + 1, statement.arguments.end()});
  statement.arguments.clear();
  for (const Word& word : line.call.operands) names.require_operand(word);
}

void parse_save(Line& line, AssignedNames& names) {
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

void parse_print(Line& line, AssignedNames& names) {
  require_words(line.statement, 1, 1, std::string(line.verb->form));
  names.require(line.statement.arguments[0]);
}

void parse_assignment(Line& line, AssignedNames& names) {
  const Statement& statement = line.statement;
  const Word& last = statement.arguments.empty() ? statement.verb : statement.arguments.back();
  line.expression = parse_expression(line.text, statement.verb, last);
  names.require_names(*line.expression);
  line.statement.arguments.clear();
}

void parse_assert(Line& line, AssignedNames& names) {
  Statement& statement = line.statement;
  require_words(statement, 1, SIZE_MAX, std::string(line.verb->form));
  line.expression = parse_expression(line.text, statement.arguments.front(), statement.arguments.back());
  names.require_names(*line.expression);
  statement.arguments.clear();
}

void parse_require(Line& line, AssignedNames& names) {
  Statement& statement = line.statement;
  require_words(statement, 1, SIZE_MAX, std::string(line.verb->form));
  const Fact fact = fact_of(line);
  names.add_dims(fact.left);
  names.add_dims(fact.right);
}

void parse_include(Line& line, AssignedNames&) {
  require_words(line.statement, 1, 1, std::string(line.verb->form));
}

constexpr Verb table[] = {
    {"shape", "NAME = shape SHAPE", true, parse_shape, &Program::shape},
    {"load", "NAME = load OPERAND", true, parse_load, &Program::load},
    {"", "NAME = OPERATION OPERAND...", true, parse_operation, &Program::operation},
    {"=", "NAME = EXPRESSION", true, parse_assignment, &Program::expression},
    {"expect", "expect NAME|FILE SHAPE [DTYPE]", false, parse_expect, &Program::expect},
    {"require", "require FACT", false, parse_require, &Program::require},
    {"assert", "assert EXPRESSION", false, parse_assert, &Program::assert_true},
    {"refuse", "refuse OPERATION OPERAND...", false, parse_refuse, &Program::refuse},
    {"save", "save NAME FILE", false, parse_save, &Program::save},
    {"print", "print NAME", false, parse_print, &Program::print},
    {"include", "include FILE", false, parse_include, nullptr},
};

const Verb& verb_called(std::string_view name) { return *std::ranges::find(table, name, &Verb::name); }

// Whether what is assigned is a word and its operands, as the command line has them: then the word is an
// operation's name, or meant as one. All else is an expression.
bool is_call(const Statement& statement) {
  const std::string& word = statement.verb.text;
  const bool is_name =
      std::ranges::all_of(word, [](char c) { return text::is_letter_or_digit(c) || c == '-'; });
  if (statement.arguments.empty())
    return find_operation(word) != nullptr || text::has_form_of_fill(word) || word.ends_with(".npy") ||
           (text::has_form_of_shape(word) && word.find(',') != std::string::npos);
  const std::string& next = statement.arguments.front().text;
  if (!is_name || word == "not" || word == "lambda") return false;
  constexpr std::array<std::string_view, 7> between = {"if", "and", "or", "not", "in", "is", "for"};
  if (std::ranges::find(between, next) != between.end()) return false;
  const bool follows_operator = next.find_first_of("+*/%@&|^<>=!([") == 0 || next == "-";
  return find_operation(word) != nullptr || !follows_operator;
}

}  // namespace

std::span<const Verb> verbs() { return table; }

const Verb& verb_of(const Statement& statement) {
  const Word& word = statement.verb;
  const bool is_operation = find_operation(word.text) != nullptr;
  const auto verb = std::ranges::find(table, is_operation ? std::string_view() : word.text, &Verb::name);
  const bool found = verb != std::end(table) && (is_operation || (!word.text.empty() && word.text != "="));
  const bool is_verb = found && verb->assigns && !is_operation;
  if (statement.name) return is_verb ? *verb : verb_called(is_call(statement) ? "" : "=");
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
