// What an operation is: a rule that turns operands into an Outcome, and what help and the command line say of
// it.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tcalc/ops/operand.hpp>
#include <tcalc/ops/option.hpp>
#include <tcalc/ops/outcome.hpp>

namespace tcalc {

struct Operation {
  std::string_view name;
  std::string_view alias;      // another spelling, or empty
  std::string_view signature;  // the shape contract: "(...,m,k),(...,k,n)->(...,m,n)"
  std::string_view summary;    // one line
  std::string_view details;    // a paragraph for help: the rule, and where it comes from; `axes` is an option
  std::string_view example;    // a command line that works
  std::span<const OptionSpec> options;

  // Throws Error{mismatch} with every violated rule, Error{usage} for options that contradict each other,
  // Error{resource} for a result of too many elements. The operand count was already checked.
  Outcome (*rule)(std::span<const Operand> operands, const Arguments& arguments);

  // A word that comes before the operands and is an argument of that name: "SPEC"; empty for none.
  std::string_view leading_word = {};
  std::size_t fewest_operands = 2;
  std::size_t most_operands = 2;
  // Whether it may be proposed where another operation is illegal: those that pair up axes of equal size.
  bool proposed = true;
};

inline constexpr std::size_t any_number = SIZE_MAX;

// Runs the rule, and adds hints to a mismatch: the nearest legal alternatives. Throws what the rule throws,
// and Error{usage} for a wrong number of operands.
Outcome apply(const Operation& operation, std::span<const Operand> operands, const Arguments& arguments);

// The rule alone, without hints.
Outcome apply_rule(const Operation& operation, std::span<const Operand> operands, const Arguments& arguments);

// The same for two operands.
inline Outcome apply(const Operation& operation, const Operand& a, const Operand& b,
                     const Arguments& arguments) {
  return apply(operation, std::array{a, b}, arguments);
}
inline Outcome apply_rule(const Operation& operation, const Operand& a, const Operand& b,
                          const Arguments& arguments) {
  return apply_rule(operation, std::array{a, b}, arguments);
}

// "A B", "SPEC A [B ...]": what is typed after the operation's name.
std::string usage_of(const Operation& operation);

// Throws Error{usage} when the operation does not take so many operands.
void check_operand_count(const Operation& operation, std::size_t given);

}  // namespace tcalc
