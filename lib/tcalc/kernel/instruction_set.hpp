// Which of the compiled instruction sets the kernels use on this machine.
#pragma once

#include <cstdint>
#include <string_view>

namespace tcalc {

enum class InstructionSet : std::uint8_t {
  baseline,  // what every machine of this architecture has: SSE2 on x86-64
  avx2,      // with FMA and F16C
  avx512,    // F, BW, CD, DQ
};
std::string_view name_of(InstructionSet set);

// The best that the machine has, or the lesser one that the environment variable TCALC_INSTRUCTION_SET names
// (for tests).
InstructionSet instruction_set();

}  // namespace tcalc
