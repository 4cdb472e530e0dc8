#include <algorithm>
#include <functional>
#include <iterator>

#include <tcalc/expression/names.hpp>
#include <tcalc/expression/scope.hpp>
#include <tcalc/functions/function.hpp>
#include <tcalc/shape/names.hpp>
#include <tcalc/text/suggest.hpp>
#include <tcalc/text/word.hpp>

namespace tcalc::expression {

Scope::Scope(const std::vector<Binding>& bindings, const Graph& graph, const BindOptions& options)
    : only_shapes_(!options.values), facts_(options.facts) {
  std::set<std::string> dims;
  for (const Binding& binding : bindings) {
    values_[binding.name] = binding.value;
    operands_.insert(binding.name);
    const auto* array = binding.value.get<ArrayValue>();
    if (array != nullptr) dims.merge(names_in(graph[array->node].shape));
  }
  if (!only_shapes_) return;
  for (const std::string& dim : dims) dims_.try_emplace(dim, Value{facts_.applied(Dim::named(dim))});
}

void Scope::assign(const language::Statement& statement, const Value& value) {
  if (const auto what = reserved(statement.name))
    throw LocatedError(
        {ErrorKind::usage, text::in_quotes(statement.name) + " is " + *what, "another name will do"},
        {statement.name_span});
  if (operands_.contains(statement.name)) used_.insert(statement.name);
  values_[statement.name] = value;
}

Value Scope::value(const language::Node& name) {
  if (const auto found = values_.find(name.text); found != values_.end()) {
    if (operands_.contains(name.text)) used_.insert(name.text);
    return found->second;
  }
  if (const auto found = dims_.find(name.text); found != dims_.end()) return found->second;
  if (only_shapes_ && facts_.mention(name.text)) return {facts_.applied(Dim::named(name.text))};
  if (const auto constant = constant_named(name.text)) return {*constant};
  if (const auto dtype = dtype_named(name.text)) return {*dtype};
  if (const functions::Function* function = functions::find_function(name.text))
    throw LocatedError(
        {ErrorKind::usage, text::in_quotes(name.text) + " is a function", std::string(function->signature)},
        {name.token});
  Hint hint;
  if (is_module(name.text))
    hint = "leave " + name.text + ". out: functions stand without a module";
  else if (name.text.find('.') != std::string::npos)
    hint = hint_for_absent(name.text, functions::function_names());
  else if (const auto near = text::nearest(name.text, known()))
    hint = "did you mean " + *near + "?";
  else
    hint = "an operand gives it a value: " + name.text + "=FILE.npy";
  throw LocatedError({ErrorKind::usage, "the name " + text::in_quotes(name.text) + " is not bound", hint},
                     {name.token});
}

std::vector<std::string> Scope::known() const {
  std::vector<std::string> names;
  for (const auto& [name, value] : values_) names.push_back(name);
  for (const auto& [name, value] : dims_) names.push_back(name);
  if (only_shapes_) std::ranges::copy(facts_.names(), std::back_inserter(names));
  for (const std::string_view constant : constant_names()) names.emplace_back(constant);
  return names;
}

}  // namespace tcalc::expression
