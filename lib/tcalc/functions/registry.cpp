#include <array>
#include <unordered_map>

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

using ByName = std::unordered_map<std::string_view, const Function*>;

ByName all_names() {
  ByName names;
  for (const Group& group : groups()) {
    for (const Function& function : group.functions) names.emplace(function.name(), &function);
  }
  for (const Alias& alias : aliases) {
    if (const auto found = names.find(alias.of); found != names.end())
      names.emplace(alias.name, found->second);
  }
  return names;
}

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
  static const ByName by_name = all_names();
  const auto found = by_name.find(name);
  return found == by_name.end() ? nullptr : found->second;
}

std::vector<std::string> function_names() {
  std::vector<std::string> names;
  for (const Group& group : groups()) {
    for (const Function& function : group.functions) names.emplace_back(function.name());
  }
  return names;
}

}  // namespace tcalc::functions
