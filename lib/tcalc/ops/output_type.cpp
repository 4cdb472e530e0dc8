#include <string>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/core/in_quotes.hpp>
#include <tcalc/ops/output_type.hpp>

namespace tcalc {

std::optional<Dtype> output_type(const Operation& operation, std::span<const Operand> operands,
                                 const Arguments& arguments) {
  const std::string* word = find_word(arguments, output_type_option.name);
  if (word == nullptr) return std::nullopt;
  const auto parsed = parse_dtype(*word);
  if (!parsed || !is_integer(parsed->dtype)) {
    throw Error(ErrorKind::usage,
                formatted("{}: the output type {} is not an integer dtype", operation.name, in_quotes(*word)),
                OptionHint{"", "dtype", "", " converts operands to any other"});
  }
  for (const Operand& operand : operands) {
    if (!operand.dtype ||
        (is_integer(*operand.dtype) && promote(*operand.dtype, parsed->dtype) == parsed->dtype))
      continue;
    throw Error(
        ErrorKind::mismatch,
        formatted("{}: the output type {} does not hold the values of {}, which are {}", operation.name,
                  name_of(parsed->dtype), operand.name, name_of(*operand.dtype)),
        is_integer(*operand.dtype) ? Hint() : OptionHint{"", "dtype", "", " converts the operands first"});
  }
  return parsed->dtype;
}

}  // namespace tcalc
