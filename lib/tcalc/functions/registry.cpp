#include <array>

#include <tcalc/functions/function.hpp>

namespace tcalc::functions {

namespace {

struct Alias {
  std::string_view name, of;
};
// NumPy's other names, and its modules'.
constexpr std::array aliases = {
    Alias{"absolute", "abs"},
    Alias{"amax", "max"},
    Alias{"amin", "min"},
    Alias{"acos", "arccos"},
    Alias{"asin", "arcsin"},
    Alias{"atan", "arctan"},
    Alias{"atan2", "arctan2"},
    Alias{"remainder", "mod"},
    Alias{"pow", "power"},
    Alias{"conjugate", "conj"},
    Alias{"around", "round"},
    Alias{"concat", "concatenate"},
    Alias{"permute_dims", "transpose"},
    Alias{"fix", "trunc"},
    Alias{"true_divide", "divide"},
    Alias{"bitwise_not", "invert"},
    Alias{"flatten", "ravel"},
    Alias{"linalg.norm", "norm"},
    Alias{"linalg.multi_dot", "multi_dot"},
    Alias{"random.rand", "rand"},
    Alias{"random.randn", "randn"},
    Alias{"random.randint", "randint"},
    Alias{"lib.stride_tricks.sliding_window_view", "sliding_window_view"},
};

}  // namespace

std::span<const Group> groups() {
  static const std::array table = {
      Group{"elementwise", elementwise_functions()},
      Group{"reductions", reductions()},
      Group{"statistics", statistics()},
      Group{"along an axis", along_axis()},
      Group{"layout", layouts()},
      Group{"networks", networks()},
      Group{"contractions", contractions()},
      Group{"fills", fills()},
  };
  return table;
}

const Function* find_function(std::string_view name) {
  for (const Alias& alias : aliases) {
    if (alias.name == name) name = alias.of;
  }
  for (const Group& group : groups()) {
    for (const Function& function : group.functions) {
      if (function.name() == name) return &function;
    }
  }
  return nullptr;
}

std::vector<std::string> function_names() {
  std::vector<std::string> names;
  for (const Group& group : groups()) {
    for (const Function& function : group.functions) names.emplace_back(function.name());
  }
  return names;
}

}  // namespace tcalc::functions
