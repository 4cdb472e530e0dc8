#include <app/program/variables.hpp>
#include <utility>

#include <tcalc/core/error.hpp>
#include <tcalc/text/word.hpp>

namespace tcalc::app {

const Variable& Variables::find(const script::Word& word) const {
  const auto found = entries_.find(std::string_view(word.text));
  if (found == entries_.end())
    throw Error(ErrorKind::internal, "the name " + text::in_quotes(word.text) + " got past the parser");
  if (found->second.failed) throw DependsOnFailure{};
  return found->second.variable;
}

void Variables::assign(const std::string& name, Variable variable) {
  Entry& entry = entries_[name];
  if (entry.variable.values) evaluation_.release(*entry.variable.values);
  entry = {std::move(variable)};
}

void Variables::fail(std::string_view name) {
  if (name.empty()) return;
  assign(std::string(name), {});
  entries_[std::string(name)].failed = true;
}

void Variables::drop(const std::string& name) {
  const auto found = entries_.find(std::string_view(name));
  if (found == entries_.end() || !found->second.variable.values) return;
  evaluation_.release(*std::exchange(found->second.variable.values, std::nullopt));
}

}  // namespace tcalc::app
