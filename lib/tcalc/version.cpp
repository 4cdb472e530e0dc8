#include <tcalc/kernel/blas_choice.hpp>
#include <tcalc/kernel/instruction_set.hpp>
#include <tcalc/kernel/threads.hpp>
#include <tcalc/os/machine.hpp>
#include <tcalc/version.hpp>

namespace tcalc {

std::string version() {
  std::string text = "tcalc " TCALC_VERSION "\n";
  text += "instruction set  " + std::string(name_of(instruction_set())) + "\n";
  text += "BLAS             " + blas_description() + "\n";
  return text + os::description(os::machine(), default_threads());
}

}  // namespace tcalc
