#include <tcalc/reduction/function.hpp>
#include <tcalc/reduction/tables.hpp>

namespace tcalc {

const ReductionFunction* find_reduction(std::string_view name) {
  for (const auto table : {reductions::sums(), reductions::extremes(), reductions::truths()}) {
    for (const ReductionFunction& function : table) {
      if (function.name == name) return &function;
    }
  }
  return nullptr;
}

const ReductionLoop* find_loop(const ReductionFunction& function, Dtype dtype) {
  const ReductionLoop& loop = function.loops[static_cast<std::size_t>(dtype)];
  return loop.leaf == nullptr ? nullptr : &loop;
}

}  // namespace tcalc
