// Loops that the compiler makes into vectors, for each instruction set of x86-64 from one source: a function
// of a set takes along what is inlined into it. What is not inlined is compiled once, for every machine.
#pragma once

#include <tcalc/kernel/instruction_set.hpp>

namespace tcalc {

#if defined(__x86_64__)
template <class Loop, class... Arguments>
[[gnu::target("avx2,f16c")]] void run_in_avx2(Arguments... arguments) {
  Loop::run(arguments...);
}
template <class Loop, class... Arguments>
[[gnu::target("avx512f,avx512bw,avx512cd,avx512dq,avx512vl")]] void run_in_avx512(Arguments... arguments) {
  Loop::run(arguments...);
}
#endif

// Loop::run(arguments...), which is always inlined, in the vectors that instruction_set() has, at most those
// of `widest`. The bits are the same where its file is compiled with -ffp-contract=off. Throws what
// instruction_set() does.
template <class Loop, InstructionSet widest = InstructionSet::avx512, class... Arguments>
void run_widened(Arguments... arguments) {
#if defined(__x86_64__)
  if constexpr (widest != InstructionSet::baseline) {
    const InstructionSet set = instruction_set();
    if constexpr (widest == InstructionSet::avx512) {
      if (set == InstructionSet::avx512) return run_in_avx512<Loop>(arguments...);
    }
    if (set >= InstructionSet::avx2) return run_in_avx2<Loop>(arguments...);
  }
#endif
  Loop::run(arguments...);
}

}  // namespace tcalc
