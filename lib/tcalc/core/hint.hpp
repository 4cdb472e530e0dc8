// What to do instead of what went wrong, as data: those who show it word it, for a shell, an expression or
// JSON.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace tcalc {

// An option that helps, within a sentence: "--skip 3" + " leaves out a line of names".
struct OptionHint {
  std::string before;
  std::string name;   // "skip"
  std::string value;  // "3"; empty for a flag, or where any value may do
  std::string after;
};

// The first `size` elements along an axis of so many.
struct AxisStart {
  int axis, rank;
  std::int64_t size;
};

// An operand of a call that is proposed: one of those that were given, as it is or changed.
struct CallOperand {
  std::string name;                   // as messages call it
  std::string word;                   // what to type for it in a shell; empty where that is nothing
  bool has_values = false;            // else it is a shape
  std::vector<std::string> reshaped;  // the dims it is reshaped to: "3", "B*T"; empty where it is not
  std::optional<AxisStart> shortened;
  int rank = 0;  // before it is changed

  bool is_changed() const { return !reshaped.empty() || shortened; }
};

// A value of an option: true for a flag.
using CallArgument = std::pair<std::string, std::variant<bool, std::vector<std::int64_t>, std::string>>;

// A call that was tried, and is legal.
struct CallHint {
  std::string operation;
  std::string leading_word;  // einsum's subscripts; empty for other operations
  std::vector<CallOperand> operands;
  std::vector<CallArgument> arguments;
  std::optional<std::vector<std::string>> shape;  // the dims of what it gives, where that is known
  std::string before;                             // what introduces it: "with letters, ',' and '->': "
};

// A sentence, or one of the above.
using Hint = std::variant<std::string, OptionHint, CallHint>;

// What to do instead is said at most so often, nearest first.
inline constexpr std::size_t most_hints = 3;

}  // namespace tcalc
