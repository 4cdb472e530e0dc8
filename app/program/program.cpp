#include <algorithm>
#include <app/arrays/memory_limit.hpp>
#include <app/calculate/compute.hpp>
#include <app/program/program.hpp>
#include <app/program/verbs.hpp>
#include <app/program/words.hpp>
#include <app/terminal/hint_text.hpp>
#include <utility>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/os/cleanup.hpp>

namespace tcalc::app {

using script::LineError;
using script::Word;

Program::Program(const Request& request, const Settings& settings, const Reporter& reporter,
                 os::StandardOutput& output, const ParsedProgram& parsed)
    : request_(request),
      settings_(settings),
      reporter_(reporter),
      output_(output),
      parsed_(parsed),
      limit_(memory_limit_of_program(settings)),
      evaluation_(limit_, threads_of(settings), progress_lines(settings)),
      sizes_(settings.facts, settings.sizes),
      contract_(sizes_),
      variables_(evaluation_),
      operands_(settings, reporter, limit_, sizes_.facts(), variables_, request.operands.front() == "-") {
  for (const auto& [name, size] : settings.sizes)
    variables_.assign(name, {.value = tcalc::expression::Value{size}});
}

void Program::execute(const Line& line) {
  line_ = &line;
  os::heed_signals();
  try {
    (this->*line.verb->run)(line);
    drop_unneeded(line);
    evaluation_.forget_released();
    operands_.leave_loaded_stream();
  } catch (const LineError&) {
    throw;
  } catch (const Error& error) {
    throw LineError(error, {line.statement.verb.span});
  }
}

void Program::assign(const Line& line, Variable variable) {
  const script::Word& name = *line.statement.name;
  const auto* size = variable.value ? variable.value->get<Dim>() : nullptr;
  try {
    if (size != nullptr && parsed_.dims.contains(name.text))
      sizes_.assign(name.text, *size);
    else
      sizes_.forget(name.text);
  } catch (const Error& error) {
    throw LineError(error, {name.span});
  }
  if (request_.has("trace")) trace(line, variable);
  variables_.assign(name.text, std::move(variable));
}

void Program::trace(const Line& line, const Variable& variable) const {
  std::string text = formatted("{}: {} = ", script::text_of(line.place()), line.statement.name->text);
  if (variable.value)
    text += text_of(*variable.value);
  else
    text += variable.shape.text() + (variable.dtype ? " " + std::string(name_of(*variable.dtype)) : "");
  reporter_.note(text);
}

void Program::shape(const Line& line) {
  assign(line, {.shape = shape_of(line.statement.arguments[0], sizes_.facts()), .shape_line = line.number});
}

void Program::load(const Line& line) {
  auto source = operands_.open(line.statement.arguments[0], line.file->folder);
  const Operand operand = source->operand();
  const NodeId leaf = add_leaf(operand, std::move(source));
  assign(line, {.shape = operand.shape, .dtype = operand.dtype, .values = leaf, .held = {leaf}});
}

void Program::operation(const Line& line) {
  const Call& call = line.call;
  std::vector<ProgramOperand> operands = operands_of(call);
  Outcome outcome = applied(call, operands);
  for (const Note& note : outcome.notes)
    reporter_.note(formatted("{}: {}", script::text_of(line.place()), note_text(note)));

  Variable result = {.shape = outcome.shape};
  const auto without_values = std::ranges::find_if_not(operands, &ProgramOperand::has_values);
  if (without_values != operands.end()) {
    result.shape_line = without_values->shape_line;
    return assign(line, std::move(result));
  }
  result.dtype = outcome.dtype;
  std::vector<NodeId> own, ids;
  for (ProgramOperand& operand : operands) {
    if (operand.source != nullptr) own.push_back(add_leaf(operand.operand, std::move(operand.source)));
    ids.push_back(operand.values ? *operand.values : own.back());
  }
  result.values = evaluation_.graph().add(call.operation->name, std::move(outcome), std::move(ids));
  hold(result, *result.values);
  note_line();
  for (const NodeId id : own) evaluation_.release(id);
  assign(line, std::move(result));
}

NodeId Program::add_leaf(const Operand& operand, std::shared_ptr<Source> source) {
  const NodeId id = evaluation_.add_leaf(operand, std::move(source));
  note_line();
  return id;
}

void Program::hold(Variable& variable, NodeId id) {
  evaluation_.hold(id);
  variable.held.push_back(id);
}

void Program::note_line() { lines_.resize(evaluation_.graph().size(), line_); }

Error Program::with_line(const Error& error) const {
  Error result = error;
  const NodeId node = evaluation_.current();
  if (!evaluation_.graph()[node].is_leaf())
    result.details.push_back(
        formatted("the values of line {}{} are needed here", lines_[node]->number,
                  lines_[node]->file == line_->file ? "" : " of " + lines_[node]->file->name));
  return result;
}

std::vector<ProgramOperand> Program::operands_of(const Call& call) {
  std::vector<ProgramOperand> operands;
  operands.reserve(call.operands.size());
  for (const Word& word : call.operands) operands.push_back(operands_.of(word, *line_));
  return operands;
}

Outcome Program::applied(const Call& call, const std::vector<ProgramOperand>& operands) const {
  try {
    return apply(*call.operation, bare(operands), call.arguments);
  } catch (const Error& error) {
    throw LineError(error, spans_of(error, call));
  }
}

void Program::drop_unneeded(const Line& line) {
  if (evaluation_.graph().size() == 0) return;
  const auto drop = [&](const Word& word) {
    if (is_last_mention(word)) variables_.drop(word.text);
  };
  if (line.statement.name) drop(*line.statement.name);
  for (const Word& word : line.statement.arguments) drop(word);
  for (const Word& word : line.call.operands) drop(word);
  if (line.expression) std::ranges::for_each(line.expression->names, drop);
}

bool Program::is_last_mention(const Word& word) {
  if (!last_mentions_) last_mentions_ = last_mentions(parsed_);
  const auto found = last_mentions_->find(std::string_view(word.text));
  return found != last_mentions_->end() && found->second == line_;
}

}  // namespace tcalc::app
