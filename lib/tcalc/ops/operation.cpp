#include <algorithm>

#include <tcalc/core/checked.hpp>
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
  const std::string subject = std::string(operation.name) + ": result ";
  if (dims.size() > max_rank) throw Error(ErrorKind::mismatch, subject + *Shape::defect(dims));
  // The labels, not their products: one that overflows is unknown among the dims.
  std::vector<std::int64_t> sizes;
  for (const int label : contraction.result) {
    const Dim& extent = contraction.extent(label);
    if (extent.is_known()) sizes.push_back(extent.size());
  }
  if (!checked_product(sizes)) {
    const std::string shape = contraction.merged.empty() ? text_of(dims) + " " : "";
    throw Error(ErrorKind::resource, subject + shape + "has too many elements");
  }
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

Outcome apply_rule(const Operation& operation, std::span<const Operand> operands,
                   const Arguments& arguments) {
  check_operand_count(operation, operands.size());
  Outcome outcome = operation.rule(operands, arguments);
  check_result(operation, outcome.contraction);
  return outcome;
}

Outcome apply(const Operation& operation, std::span<const Operand> operands, const Arguments& arguments) {
  try {
    return apply_rule(operation, operands, arguments);
  } catch (Error& error) {
    const bool binary = operation.fewest_operands == 2 && operation.most_operands == 2;
    const bool about_shapes = error.kind == ErrorKind::mismatch && !error.details.empty();
    if (about_shapes && binary) {
      for (std::string& hint : legal_alternatives(operation, operands[0], operands[1], arguments))
        error.hints.push_back(std::move(hint));
    }
    throw;
  }
}

void check_operand_count(const Operation& operation, std::size_t given) {
  if (given >= operation.fewest_operands && given <= operation.most_operands) return;
  const std::size_t fewest = operation.fewest_operands;
  throw Error(ErrorKind::usage,
              std::string(operation.name) + " takes " +
                  (operation.most_operands == any_number ? "at least " : "") + std::to_string(fewest) +
                  (fewest == 1 ? " operand" : " operands") + ", got " + std::to_string(given),
              "for example: " + std::string(operation.example));
}

std::string usage_of(const Operation& operation) {
  std::string text(operation.leading_word);
  for (std::size_t place = 0; place < operation.fewest_operands; ++place)
    text += (text.empty() ? "" : " ") + side_name(place);
  if (operation.most_operands == any_number) text += " [" + side_name(operation.fewest_operands) + " ...]";
  return text;
}

std::vector<std::string> distinct_names(std::span<const Operand> operands) {
  std::vector<std::string> names;
  for (std::size_t place = 0; place < operands.size(); ++place) {
    const std::string& name = operands[place].name;
    const auto same =
        std::ranges::count_if(operands, [&](const Operand& other) { return other.name == name; });
    names.push_back(same > 1 ? side_name(place) + " (" + name + ")" : name);
  }
  return names;
}

std::string side_name(std::size_t place) {
  constexpr std::size_t letters = 26;
  const std::string letter(1, static_cast<char>('A' + place % letters));
  return place < letters ? letter : letter + std::to_string(place / letters);
}

}  // namespace tcalc
