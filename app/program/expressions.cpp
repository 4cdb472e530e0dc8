// The statements of a program that have an expression: NAME = EXPRESSION, require, assert.
#include <app/calculate/truth.hpp>
#include <app/program/program.hpp>
#include <app/program/words.hpp>
#include <utility>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>

namespace tcalc::app {

using script::LineError;
using tcalc::expression::Bound;
using tcalc::expression::Value;

// Of an array what is known of it; of a number what facts make of it.
Value Program::value_of(const std::string& name, const Variable& variable) {
  if (variable.value) {
    const auto* size = variable.value->get<Dim>();
    return size == nullptr ? *variable.value : Value{sizes_.facts().applied(*size)};
  }
  if (variable.values) return {tcalc::expression::ArrayValue{*variable.values}};
  const Shape shape = sizes_.facts().applied(variable.shape);
  return {tcalc::expression::ArrayValue{evaluation_.graph().add_leaf({name, shape, variable.dtype})}};
}

Bound Program::bound_to(const Line& line, std::size_t& shape_line) {
  std::vector<tcalc::expression::Binding> bindings;
  for (const script::Word& name : line.expression->names) {
    if (const Variable* variable = variables_.look_up(name.text)) {
      bindings.push_back({name.text, value_of(name.text, *variable)});
      if (variable->shape_line != 0) shape_line = variable->shape_line;
    } else if (parsed_.dims.contains(name.text)) {
      const Dim dim = sizes_.facts().applied(Dim::named(name.text));
      bindings.push_back({name.text, {dim}});
      if (!dim.is_known()) shape_line = line.number;
    }
  }
  tcalc::expression::BindOptions options;
  options.facts = sizes_.facts();
  options.seed = settings_.seed + operands_.opened();
  if (shape_line == 0) options.values = [this](NodeId node) { return evaluation_.array_of(node); };
  try {
    Bound bound = tcalc::expression::bind(line.expression->tree, bindings, evaluation_.graph(), options);
    operands_.open_more(bound.seeds);
    note_line();
    for (const std::string& note : bound.notes) reporter_.note(script::text_of(line.place()) + ": " + note);
    return bound;
  } catch (const LocatedError& error) {
    throw in_line(error, *line.expression);
  }
}

void Program::hold_arrays(const Value& value, Variable& variable) {
  const auto* sequence = value.get<tcalc::expression::Sequence>();
  if (const auto* array = value.get<tcalc::expression::ArrayValue>()) hold(variable, array->node);
  if (sequence == nullptr) return;
  for (const Value& item : sequence->items) hold_arrays(item, variable);
}

void Program::expression(const Line& line) {
  if (sizes_.set(line.statement.name->text) != nullptr) return;
  Variable result;
  const Bound bound = bound_to(line, result.shape_line);
  if (!bound.value.is<tcalc::expression::ArrayValue>()) {
    result.value = bound.value;
    hold_arrays(bound.value, result);
  }
  if (bound.node) {
    const Operand operand = evaluation_.graph().operand(*bound.node);
    result.shape = operand.shape;
    result.dtype = operand.dtype;
    if (result.shape_line == 0) {
      result.values = bound.node;
      hold(result, *bound.node);
    }
  }
  assign(line, std::move(result));
}

void Program::require(const Line& line) {
  try {
    sizes_.require(fact_of(line));
  } catch (const Error& error) {
    throw LineError(error, {line.statement.arguments.front().span});
  }
}

void Program::assert_true(const Line& line) {
  const std::string text = escaped(line.expression->text());
  const auto fail = [&](ErrorKind kind, const std::string& how, const std::string& hint = {}) {
    throw LineError({kind, formatted("assert: {} {}", text, how), hint}, {line.expression->span()});
  };
  std::size_t shape_line = 0;
  const Bound bound = bound_to(line, shape_line);
  if (const auto* truth = bound.value.get<bool>()) {
    if (!*truth) fail(ErrorKind::mismatch, "is False");
    return;
  }
  if (!bound.node) fail(ErrorKind::usage, "is " + kind_of(bound.value) + ", neither true nor false");
  if (shape_line == line.number)
    fail(ErrorKind::mismatch, "is open: names of dims stand for every size",
         "require " + text + " takes it for a fact");
  if (shape_line != 0)
    fail(ErrorKind::mismatch, formatted("is open: line {} has a shape, not an array", shape_line));
  const Array values = evaluation_.array_of(without_all(evaluation_.graph(), *bound.node));
  if (const auto untruth = untruth_of(values.view)) fail(ErrorKind::mismatch, *untruth);
}

}  // namespace tcalc::app
