#include <algorithm>
#include <app/calculate/misreadings.hpp>
#include <optional>
#include <string>
#include <vector>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/ops/operation.hpp>
#include <tcalc/text/number.hpp>
#include <tcalc/text/operand.hpp>
#include <tcalc/text/word.hpp>

namespace tcalc::app {

namespace {

// "2,3" of "[2, 3]": what TensorFlow and PyTorch print for a shape. Nothing for a list that is nested, or of
// other numbers, or of one.
std::optional<std::string> sizes_in_brackets(std::string_view typed) {
  typed = text::trimmed(typed);
  if (!typed.starts_with('[') || !typed.ends_with(']')) return std::nullopt;
  std::string sizes;
  std::size_t count = 0;
  typed = typed.substr(1, typed.size() - 2);
  for (std::size_t begin = 0; begin <= typed.size(); ++count) {
    const std::size_t end = std::min(typed.find(',', begin), typed.size());
    const std::string_view word = text::trimmed(typed.substr(begin, end - begin));
    if (!text::is_digits(word)) return std::nullopt;
    sizes.append(sizes.empty() ? "" : ",").append(word);
    begin = end + 1;
  }
  return count > 1 ? std::optional(sizes) : std::nullopt;
}

bool is_legal(const Request& request, std::span<const Operand> operands) {
  try {
    apply_rule(*request.operation, operands, request.arguments);
    return true;
  } catch (const Error&) {
    return false;
  }
}

// With every list in brackets read as a shape, where that is a shape.
std::vector<Operand> with_shapes(const Request& request, std::span<const Operand> operands) {
  std::vector<Operand> read(operands.begin(), operands.end());
  for (std::size_t place = 0; place < read.size(); ++place) {
    const auto sizes = sizes_in_brackets(request.operands[place]);
    if (!sizes) continue;
    try {
      read[place].shape = text::parse_shape(*sizes);
      read[place].dtype = std::nullopt;
    } catch (const Error&) {  // too many axes, or too large
    }
  }
  return read;
}

}  // namespace

void note_misreadings(const Request& request, std::span<const Operand> operands, const Reporter& reporter) {
  const auto has_values = [](const Operand& operand) { return operand.dtype.has_value(); };
  const bool any_values = std::ranges::any_of(operands, has_values);
  std::vector<std::string> brackets;
  bool all_sizes = true;  // a shape does not stand beside other values
  for (std::size_t place = 0; place < operands.size(); ++place) {
    const std::string& typed = request.operands[place];
    if (any_values && text::is_digits(typed))
      reporter.note(formatted("{} is a shape, {}, and no value: the number is +{} or {}.0", typed,
                              operands[place].shape.text(), typed, typed));
    if (sizes_in_brackets(typed)) brackets.push_back(typed);
    all_sizes = all_sizes && (sizes_in_brackets(typed) || !has_values(operands[place]));
  }
  if (brackets.empty() || !all_sizes || !is_legal(request, with_shapes(request, operands))) return;
  for (const std::string& typed : brackets)
    reporter.note(text::in_quotes(typed) + " is an array of numbers; the shape is " +
                  *sizes_in_brackets(typed));
}

void refuse_unquoted_arrow(const Request& request) {
  const std::string* spec = find_word(request.arguments, "SPEC");
  if (spec == nullptr || request.operands.empty() || request.operands.front() != "-") return;
  const auto named = static_cast<std::size_t>(std::ranges::count(*spec, ',')) + 1;
  if (spec->find('>') != std::string::npos || named >= request.operands.size()) return;
  throw Error(ErrorKind::usage,
              formatted("einsum: {} names {}, got {}", text::in_quotes(*spec), counted(named, "operand"),
                        request.operands.size()),
              "the shell takes a '>' that is not quoted: tcalc einsum '" + escaped(*spec) + "->...' ...");
}

}  // namespace tcalc::app
