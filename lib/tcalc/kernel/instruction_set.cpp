#include <cstdlib>

#include <tcalc/kernel/instruction_set.hpp>

namespace tcalc {

namespace {

InstructionSet best_of_machine() {
#if defined(__x86_64__)
  __builtin_cpu_init();
  const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  const bool avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                      __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq");
  if (avx2 && avx512) return InstructionSet::avx512;
  if (avx2) return InstructionSet::avx2;
#endif
  return InstructionSet::baseline;
}

InstructionSet chosen() {
  const InstructionSet best = best_of_machine();
  const char* wanted = std::getenv("TCALC_INSTRUCTION_SET");
  if (wanted == nullptr) return best;
  for (const InstructionSet set : {InstructionSet::baseline, InstructionSet::avx2}) {
    if (set < best && name_of(set) == wanted) return set;
  }
  return best;
}

}  // namespace

std::string_view name_of(InstructionSet set) {
  switch (set) {
    case InstructionSet::baseline:
      return "baseline";
    case InstructionSet::avx2:
      return "avx2";
    case InstructionSet::avx512:
      break;
  }
  return "avx512";
}

InstructionSet instruction_set() {
  static const InstructionSet set = chosen();
  return set;
}

}  // namespace tcalc
