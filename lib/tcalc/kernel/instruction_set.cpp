#include <cstdlib>

#include <tcalc/core/error.hpp>
#include <tcalc/kernel/instruction_set.hpp>

namespace tcalc {

std::string_view name_of(InstructionSet set) {
  switch (set) {
    case InstructionSet::baseline:
      return "baseline";
    case InstructionSet::avx2:
      return "avx2";
    case InstructionSet::avx512:
      return "avx512";
    case InstructionSet::neon:
      break;
  }
  return "neon";
}

std::vector<InstructionSet> instruction_sets(const CpuFeatures& features) {
  std::vector<InstructionSet> sets = {InstructionSet::baseline};
  if (features.avx2) sets.push_back(InstructionSet::avx2);
  if (features.avx512) sets.push_back(InstructionSet::avx512);
  if (features.neon) sets.push_back(InstructionSet::neon);
  return sets;
}

InstructionSet choose_instruction_set(const CpuFeatures& features, std::string_view wanted) {
  const std::vector<InstructionSet> sets = instruction_sets(features);
  if (wanted.empty()) return sets.back();
  std::string names;
  for (const InstructionSet set : sets) {
    if (name_of(set) == wanted) return set;
    names += (names.empty() ? "" : ", ") + std::string(name_of(set));
  }
  throw Error(ErrorKind::usage,
              "TCALC_INSTRUCTION_SET=" + escaped(wanted) + ": not an instruction set of this machine",
              "this machine has " + names);
}

InstructionSet instruction_set() {
  static const InstructionSet set = [] {
    const char* wanted = std::getenv("TCALC_INSTRUCTION_SET");
    return choose_instruction_set(cpu_features(), wanted == nullptr ? "" : wanted);
  }();
  return set;
}

}  // namespace tcalc
