#include <tcalc/kernel/blas_choice.hpp>
#include <tcalc/kernel/instruction_set.hpp>
#include <tcalc/kernel/threads.hpp>
#include <tcalc/kernel/tiles_or_blas.hpp>
#include <tcalc/os/machine.hpp>
#include <tcalc/version.hpp>

namespace tcalc {
inline namespace v0 {

std::string_view version_number() { return TCALC_VERSION; }

std::string version() {
  std::string text = "tcalc " TCALC_VERSION "\n";
  text += "instruction set  " + std::string(name_of(instruction_set())) + "\n";
  text += "BLAS             " + blas_description() + "\n";
  text += "large products   ";
  text += tiles_take_all(instruction_set(), blas_kernels()) ? "tcalc's own tiles\n" : "the BLAS\n";
  return text + os::description(os::machine(), default_threads());
}

}  // namespace v0
}  // namespace tcalc
