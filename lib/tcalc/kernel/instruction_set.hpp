// Which of the compiled instruction sets the kernels use on this machine.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include <tcalc/kernel/cpu_features.hpp>

namespace tcalc {

enum class InstructionSet : std::uint8_t {
  baseline,  // what every machine of this architecture has: SSE2 on x86-64
  avx2,      // with FMA and F16C
  avx512,    // F, BW, CD, DQ, VL
  neon,      // of 64-bit ARM
};
std::string_view name_of(InstructionSet set);

// Those that a processor with these features runs, the best last.
std::vector<InstructionSet> instruction_sets(const CpuFeatures& features);

// The best of them, or the one named `wanted`, if anything is. Throws Error{usage} when it is not among them.
InstructionSet choose_instruction_set(const CpuFeatures& features, std::string_view wanted);

// The kernels' own on this machine: the best, or the one that the environment variable TCALC_INSTRUCTION_SET
// names. Throws Error{usage} when the machine does not have that.
InstructionSet instruction_set();

}  // namespace tcalc
