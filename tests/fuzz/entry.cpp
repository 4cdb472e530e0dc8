// Where libFuzzer enters: the target is named by TCALC_FUZZ_TARGET.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <tests/fuzz/target.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const tcalc::fuzz::Target* const target = [] {
    const char* const name = std::getenv("TCALC_FUZZ_TARGET");
    return tcalc::fuzz::find_target(name == nullptr ? "" : name);
  }();
  if (target == nullptr) {
    std::fputs("TCALC_FUZZ_TARGET names no target\n", stderr);
    std::exit(2);
  }
  target->run({reinterpret_cast<const char*>(data), size});
  return 0;
}
