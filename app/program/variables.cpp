#include <app/program/variables.hpp>
#include <utility>
#include <vector>

#include <tcalc/core/error.hpp>
#include <tcalc/text/suggest.hpp>
#include <tcalc/text/word.hpp>

namespace tcalc::app {

const Variable& Variables::find(const script::Word& word) const {
  const auto found = entries_.find(std::string_view(word.text));
  if (found == entries_.end()) {
    constexpr std::size_t most = 1000;  // names to compare with: more would take long
    std::vector<std::string> names;
    for (const auto& [name, entry] : entries_) {
      if (names.size() < most) names.push_back(name);
    }
    std::ranges::sort(names);
    refuse_name(word, text::nearest(word.text, names));
  }
  if (found->second.failed) throw DependsOnFailure{};
  return found->second.variable;
}

void Variables::assign(const std::string& name, Variable variable) {
  Entry& entry = entries_[name];
  if (entry.variable.values) values_.release(*entry.variable.values);
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
  values_.release(*std::exchange(found->second.variable.values, std::nullopt));
}

void refuse_name(const script::Word& word, const std::optional<std::string>& nearest_name) {
  Error error(ErrorKind::usage, "unknown name " + text::in_quotes(word.text));
  if (nearest_name)
    error.hints.push_back("did you mean " + *nearest_name + "?");
  else if (escaped(word.text) == word.text)
    error.hints.push_back("a file of that name is ./" + word.text);
  throw script::LineError(std::move(error), {word.span});
}

}  // namespace tcalc::app
