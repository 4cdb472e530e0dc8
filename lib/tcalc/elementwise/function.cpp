#include <algorithm>
#include <array>

#include <tcalc/elementwise/function.hpp>
#include <tcalc/elementwise/tables.hpp>

namespace tcalc {

namespace {

// NumPy refuses bools here, where others take them for small integers.
bool refuses_bools(std::string_view name) {
  return name == "subtract" || name == "negative" || name == "positive" || name == "sign";
}

}  // namespace

const ElementwiseLoop* find_loop(const ElementFunction& kernel, std::span<const Dtype> dtypes) {
  const bool all_bools = std::ranges::all_of(dtypes, [](Dtype dtype) { return dtype == Dtype::boolean; });
  if (all_bools && refuses_bools(kernel.name)) return nullptr;
  const ElementwiseLoop& own = kernel.loops[static_cast<std::size_t>(result_type(dtypes))];
  if (own.run != nullptr) return &own;
  for (const ElementwiseLoop& loop : kernel.loops) {
    const auto holds = [&](Dtype dtype) { return promote(dtype, loop.operand) == loop.operand; };
    if (loop.run == nullptr || !info(loop.operand).in_numpy) continue;
    if (std::ranges::all_of(dtypes, holds)) return &loop;
  }
  return nullptr;
}

const ElementFunction* find_elementwise(std::string_view name) {
  for (const auto table : {loops::arithmetic(), loops::comparisons(), loops::mathematics(), loops::bitwise(),
                           loops::roundings(), loops::activations()}) {
    for (const ElementFunction& kernel : table) {
      if (kernel.name == name) return &kernel;
    }
  }
  return nullptr;
}

std::string refusal_of(const ElementFunction& kernel, Dtype dtype) {
  return std::string(kernel.name) + " is not defined for " + std::string(name_of(dtype));
}

}  // namespace tcalc
