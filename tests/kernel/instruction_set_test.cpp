#include <string>
#include <string_view>
#include <tests/support/catch.hpp>
#include <tests/support/shown.hpp>

#include <tcalc/core/error.hpp>
#include <tcalc/kernel/instruction_set.hpp>

using namespace tcalc;

namespace {

constexpr CpuFeatures old = {};
constexpr CpuFeatures avx2 = {.avx = true, .avx2 = true};
constexpr CpuFeatures avx512 = {.avx = true, .avx2 = true, .avx512 = true};

}  // namespace

TEST_CASE("the best instruction set of the machine is used, or the one that is asked for") {
  CHECK(choose_instruction_set(old, "") == InstructionSet::baseline);
  CHECK(choose_instruction_set({.avx = true}, "") == InstructionSet::baseline);
  CHECK(choose_instruction_set(avx2, "") == InstructionSet::avx2);
  CHECK(choose_instruction_set(avx512, "") == InstructionSet::avx512);
  CHECK(choose_instruction_set({.neon = true}, "") == InstructionSet::neon);
  CHECK(choose_instruction_set({.neon = true}, "baseline") == InstructionSet::baseline);
  CHECK(choose_instruction_set(avx512, "baseline") == InstructionSet::baseline);
  CHECK(choose_instruction_set(avx512, "avx2") == InstructionSet::avx2);
  CHECK(choose_instruction_set(avx512, "avx512") == InstructionSet::avx512);
}

TEST_CASE(
    "an instruction set that the machine lacks, or that nobody has, is an error that lists what there is") {
  const auto refusal = [](const CpuFeatures& features, std::string_view wanted) {
    try {
      choose_instruction_set(features, wanted);
    } catch (const Error& error) {
      return std::string(kind_name(error.kind)) + ": " + error.message + "; " + test::hints_of(error).at(0);
    }
    return std::string("accepted");
  };
  CHECK(refusal(avx512, "nonsense") ==
        "usage: TCALC_INSTRUCTION_SET=nonsense: not an instruction set of this machine; this machine has "
        "baseline, avx2, avx512");
  CHECK(refusal(avx2, "avx512") ==
        "usage: TCALC_INSTRUCTION_SET=avx512: not an instruction set of this machine; this machine has "
        "baseline, avx2");
  CHECK(
      refusal(old, "AVX2") ==
      "usage: TCALC_INSTRUCTION_SET=AVX2: not an instruction set of this machine; this machine has baseline");
  CHECK(refusal(old, "\n") ==
        "usage: TCALC_INSTRUCTION_SET='\\n': not an instruction set of this machine; this machine has "
        "baseline");
}
