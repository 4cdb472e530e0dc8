#include <tcalc/core/error.hpp>
#include <tcalc/ops/hints.hpp>
#include <tcalc/ops/operation.hpp>

namespace tcalc {

namespace {

template <class T>
const T* find(const Arguments& arguments, std::string_view name) {
  const auto found = arguments.find(name);
  return found == arguments.end() ? nullptr : std::get_if<T>(&found->second);
}

void check_result(const Operation& operation, const Contraction& contraction) {
  const std::vector<Dim> dims = contraction.result_dims();
  const auto defect = Shape::defect(dims);
  if (!defect) return;
  const ErrorKind kind = dims.size() > max_rank ? ErrorKind::mismatch : ErrorKind::resource;
  throw Error(kind, std::string(operation.name) + ": result " + *defect);
}

}  // namespace

bool has_flag(const Arguments& arguments, std::string_view name) {
  const bool* value = find<bool>(arguments, name);
  return value != nullptr && *value;
}

const std::vector<std::int64_t>* find_integers(const Arguments& arguments, std::string_view name) {
  return find<std::vector<std::int64_t>>(arguments, name);
}

const std::string* find_word(const Arguments& arguments, std::string_view name) {
  return find<std::string>(arguments, name);
}

Outcome apply_rule(const Operation& operation, const Operand& a, const Operand& b,
                   const Arguments& arguments) {
  Outcome outcome = operation.rule(a, b, arguments);
  check_result(operation, outcome.contraction);
  return outcome;
}

Outcome apply(const Operation& operation, const Operand& a, const Operand& b, const Arguments& arguments) {
  try {
    return apply_rule(operation, a, b, arguments);
  } catch (Error& error) {
    if (error.kind == ErrorKind::mismatch) {
      for (std::string& hint : legal_alternatives(operation, a, b, arguments))
        error.hints.push_back(std::move(hint));
    }
    throw;
  }
}

}  // namespace tcalc
