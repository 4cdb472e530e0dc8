#include <algorithm>
#include <app/program/program.hpp>
#include <app/program/words.hpp>
#include <utility>

#include <tcalc/core/error.hpp>
#include <tcalc/script/last_mentions.hpp>

namespace tcalc::app {

using script::LineError;
using script::Statement;
using script::Word;

Program::Program(const Request& request, const Settings& settings, const Reporter& reporter,
                 os::StandardOutput& output, std::string_view name, std::string_view text)
    : request_(request),
      settings_(settings),
      reporter_(reporter),
      output_(output),
      name_(name),
      text_(text),
      values_(settings),
      variables_(values_),
      operands_(settings, reporter, variables_, request.operands.front() == "-") {}

void Program::execute(const Statement& statement, std::size_t line) {
  line_ = line;
  try {
    if (statement.name)
      assign(statement);
    else
      check(statement);
    drop_unneeded(statement);
    operands_.leave_loaded_stream();
  } catch (const LineError&) {
    throw;
  } catch (const Error& error) {
    throw LineError(error, {statement.verb.span});
  }
}

void Program::assign(const Statement& statement) {
  Variable variable;
  if (statement.verb.text == "shape")
    variable = shape(statement);
  else if (statement.verb.text == "load")
    variable = load(statement);
  else
    variable = product(parse_call(statement.verb, statement.arguments));
  variables_.assign(statement.name->text, std::move(variable));
}

Variable Program::shape(const Statement& statement) const {
  require_words(statement, 1, 1, "NAME = shape SHAPE, in parentheses where it has blanks: (B, T, 512)");
  return {.shape = shape_of(statement.arguments[0]), .shape_line = line_};
}

Variable Program::load(const Statement& statement) {
  require_words(statement, 1, 1, "NAME = load FILE, a fill, values or -");
  const Word& word = statement.arguments[0];
  auto source = operands_.open(word);
  if (!source->has_data()) {
    throw LineError({ErrorKind::usage, "load: " + escaped(word.text) + " is a shape, there are no values",
                     statement.name->text + " = shape " + escaped(word.text)},
                    {word.span});
  }
  const Operand operand = source->operand();
  return {.shape = operand.shape, .dtype = operand.dtype, .values = values_.add(std::move(source), line_)};
}

Variable Program::product(const Call& call) {
  std::vector<ProgramOperand> operands = operands_of(call);
  Outcome outcome = applied(call, operands);
  for (const std::string& note : outcome.notes) reporter_.note(script::text_of({name_, line_}) + ": " + note);

  Variable result = {.shape = outcome.shape};
  const auto without_values = std::ranges::find_if_not(operands, &ProgramOperand::has_values);
  if (without_values != operands.end()) {
    result.shape_line = without_values->shape_line;
    return result;
  }
  result.dtype = outcome.dtype;
  std::vector<Values::Id> own, ids;
  for (ProgramOperand& operand : operands) {
    if (operand.source != nullptr) own.push_back(values_.add(std::move(operand.source), line_));
    ids.push_back(operand.values ? *operand.values : own.back());
  }
  result.values = values_.add(*call.operation, std::move(outcome), std::move(ids), line_);
  for (const Values::Id id : own) values_.release(id);
  return result;
}

std::vector<ProgramOperand> Program::operands_of(const Call& call) {
  std::vector<ProgramOperand> operands;
  operands.reserve(call.operands.size());
  for (const Word& word : call.operands) operands.push_back(operands_.of(word, line_));
  return operands;
}

Outcome Program::applied(const Call& call, const std::vector<ProgramOperand>& operands) const {
  try {
    return apply(*call.operation, bare(operands), call.arguments);
  } catch (const Error& error) {
    throw LineError(error, spans_of(error, call));
  }
}

void Program::drop_unneeded(const Statement& statement) {
  if (values_.empty()) return;
  if (statement.name && is_last_mention(*statement.name)) variables_.drop(statement.name->text);
  for (const Word& word : statement.arguments) {
    if (is_last_mention(word)) variables_.drop(word.text);
  }
}

bool Program::is_last_mention(const Word& word) {
  if (!last_mentions_) last_mentions_ = script::last_mentions(text_);
  const auto found = last_mentions_->find(std::string_view(word.text));
  return found != last_mentions_->end() && found->second == line_;
}

}  // namespace tcalc::app
