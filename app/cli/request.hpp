// Exactly what was typed, checked for nothing but its grammar. Opening, resolving and memory checks come
// after.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <tcalc/ops/operation.hpp>

namespace tcalc::app {

struct Command;

struct Request {
  const Operation* operation = nullptr;
  const Command* command = nullptr;   // null: the operation is computed
  std::vector<std::string> operands;  // as typed
  Arguments arguments;                // the operation's own options
  Arguments options;                  // the common ones and those of the command
  std::vector<std::string> order;     // their long names, as they were typed; of several the last

  bool has(std::string_view flag) const { return has_flag(options, flag); }
};

}  // namespace tcalc::app
