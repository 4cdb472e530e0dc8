#include <dlfcn.h>
#include <sys/auxv.h>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/kernel/linked_blas.hpp>

extern "C" char* openblas_get_config();
extern "C" int openblas_get_parallel();
extern "C" void cblas_sgemm();  // its address alone is asked for

namespace tcalc {

namespace {

constexpr int openmp_build = 2;  // 0: serial, 1: threads of its own

// The file that an address of code comes from.
struct Place {
  explicit Place(const void* code) { dladdr(code, &info); }
  std::string file() const { return info.dli_fname == nullptr ? "" : info.dli_fname; }
  friend bool operator==(const Place& x, const Place& y) { return x.info.dli_fbase == y.info.dli_fbase; }
  Dl_info info = {};
};

LinkedBlas linked_blas() {
  const Place product(reinterpret_cast<const void*>(&cblas_sgemm));
  const Place openblas(reinterpret_cast<const void*>(&openblas_get_config));
  // A function of a shared library may have an address in the program, which is how the program calls it.
  const Place program(reinterpret_cast<const void*>(getauxval(AT_ENTRY)));
  return {.file = product.file(),
          .config = openblas_get_config(),
          .is_openblas = product == openblas || product == program,
          .is_openmp_build = openblas_get_parallel() == openmp_build};
}

}  // namespace

void check_blas(const LinkedBlas& blas) {
  const char* first = "link tcalc before -lblas, -lopenblas and what brings them, or the shared libtcalc";
  if (!blas.is_openblas)
    throw Error(ErrorKind::internal,
                formatted("the BLAS of this program is {}, not tcalc's OpenBLAS", blas.file), first);
  if (!blas.is_openmp_build) {
    Error error(ErrorKind::internal,
                formatted("the OpenBLAS of this program is not its OpenMP build, the only one that several "
                          "threads may call at once: {} ({})",
                          blas.file, blas.config),
                first);
    error.hints.push_back("or install the OpenMP build; on Debian: apt install libopenblas0-openmp");
    throw error;
  }
}

void check_linked_blas() {
  [[maybe_unused]] static const bool is_checked = (check_blas(linked_blas()), true);
}

}  // namespace tcalc
