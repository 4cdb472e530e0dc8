#include <app/program/variables.hpp>
#include <utility>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/text/word.hpp>

namespace tcalc::app {

void require_array(const Variable& variable, const script::Word& verb, const script::Word& name) {
  if (!variable.value || variable.value->is_number()) return;
  throw script::LineError({ErrorKind::usage, formatted("{}: {} is {}, not an array", verb.text, name.text,
                                                       kind_of(*variable.value))},
                          {name.span});
}

const Variable& Variables::find(const script::Word& word) const {
  if (const Variable* variable = look_up(word.text)) return *variable;
  throw Error(ErrorKind::internal, "the name " + text::in_quotes(word.text) + " got past the parser");
}

const Variable* Variables::look_up(std::string_view name) const {
  const auto found = entries_.find(name);
  if (found == entries_.end()) return nullptr;
  if (found->second.failed) throw DependsOnFailure{};
  return &found->second.variable;
}

void Variables::assign(const std::string& name, Variable variable) {
  Entry& entry = entries_[name];
  release(entry.variable);
  entry = {std::move(variable)};
}

void Variables::fail(std::string_view name) {
  if (name.empty()) return;
  assign(std::string(name), {});
  entries_[std::string(name)].failed = true;
}

void Variables::drop(const std::string& name) {
  const auto found = entries_.find(std::string_view(name));
  if (found != entries_.end()) release(found->second.variable);
}

void Variables::release(Variable& variable) {
  for (const NodeId id : variable.held) evaluation_.release(id);
  variable.held.clear();
  variable.values.reset();
}

}  // namespace tcalc::app
