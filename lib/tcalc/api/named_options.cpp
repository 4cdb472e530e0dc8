#include <string>
#include <variant>

#include <tcalc/api/named_options.hpp>
#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/core/in_quotes.hpp>
#include <tcalc/ops/registry.hpp>

namespace tcalc::api {

const Operation& operation_named(std::string_view name) {
  if (const Operation* found = find_operation(name)) return *found;
  throw Error(ErrorKind::usage, "there is no operation " + in_quotes(name));
}

Arguments arguments_of(const Operation& operation, const std::vector<CallArgument>& options) {
  Arguments arguments;
  for (const auto& [name, value] : options) {
    const OptionSpec* spec = nullptr;
    for (const OptionSpec& candidate : operation.options)
      if (candidate.name == name) spec = &candidate;
    const bool is_flag = std::holds_alternative<bool>(value);
    const bool is_list = std::holds_alternative<std::vector<std::int64_t>>(value);
    const bool is_leading_word = !operation.leading_word.empty() && name == operation.leading_word;
    if (spec == nullptr && !is_leading_word)
      throw Error(ErrorKind::usage, formatted("{} has no option {}", operation.name, in_quotes(name)));
    if (is_flag != (spec != nullptr && spec->kind == OptionKind::flag) ||
        is_list != (spec != nullptr && spec->kind == OptionKind::integers))
      throw Error(ErrorKind::usage,
                  formatted("{}: the option '{}' has another kind of value", operation.name, name));
    std::visit([&, &key = name](const auto& own) { arguments[key] = own; }, value);
  }
  return arguments;
}

}  // namespace tcalc::api
