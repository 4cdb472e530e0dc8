#include <atomic>
#include <cstdlib>
#include <mutex>

#include <tcalc/core/formatted.hpp>
#include <tcalc/kernel/blas_check.hpp>
#include <tcalc/kernel/blas_choice.hpp>

extern "C" char* openblas_get_config();
extern "C" char* openblas_get_corename();
// An OpenBLAS that was built for one processor has neither.
extern "C" void gotoblas_dynamic_init() __attribute__((weak));
extern "C" void gotoblas_dynamic_quit() __attribute__((weak));

namespace tcalc {

namespace {

constexpr const char* coretype_variable = "OPENBLAS_CORETYPE";
constexpr const char* chosen_by_user = "as OPENBLAS_CORETYPE says";
constexpr const char* chosen_by_openblas = "its own choice";

// "OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH ...": the name and the version.
std::string openblas_version() {
  const std::string_view config = openblas_get_config();
  return std::string(config.substr(0, config.find(' ', config.find(' ') + 1)));
}

// OpenBLAS is told its kernels by the environment alone.
void choose_in_openblas(std::string_view corename) {
  setenv(coretype_variable, std::string(corename).c_str(), 1);
  gotoblas_dynamic_quit();
  gotoblas_dynamic_init();
  unsetenv(coretype_variable);
}

BlasControl openblas() {
  const char* wanted = std::getenv(coretype_variable);
  return {.version = openblas_version(),
          .user_chose = wanted != nullptr && *wanted != '\0',
          .can_choose = gotoblas_dynamic_init != nullptr && gotoblas_dynamic_quit != nullptr,
          .corename = [] { return std::string(openblas_get_corename()); },
          .choose = choose_in_openblas,
          .computes = blas_computes};
}

// A process has one OpenBLAS, whose kernels are chosen for all of its threads.
struct Choice {
  std::atomic<bool> at_first_use = false;
  std::once_flag once;
  std::string reason;  // empty until it is made
};
Choice choice;

}  // namespace

std::string choose_kernels(const BlasControl& control, const CpuFeatures& features) {
  if (control.user_chose) return chosen_by_user;
  const std::string own = control.corename();
  const std::vector<std::string_view> better = kernels_for(own, features);
  if (better.empty()) return chosen_by_openblas;
  if (!control.can_choose) return "the only ones it was built with";
  for (const std::string_view name : better) {
    control.choose(name);
    if (same_kernels(control.corename(), name) && control.computes())
      return formatted("chosen by tcalc: {} does not know this processor and took {}", control.version, own);
  }
  control.choose(own);
  return std::string(chosen_by_openblas) + ": it has no faster ones that compute right products here";
}

void tune_blas() {
  std::call_once(choice.once, [] { choice.reason = choose_kernels(openblas(), cpu_features()); });
}

void tune_blas_at_first_use() { choice.at_first_use = true; }

void prepare_blas() {
  if (choice.at_first_use) tune_blas();
}

BlasKernels blas_kernels() {
  prepare_blas();
  // Asked before every product: a virtual machine takes microseconds to say what its processor has.
  const auto kernels = kernels_of(openblas_get_corename());
  return kernels ? *kernels : best_kernels(cpu_features());
}

std::string blas_in_use() {
  prepare_blas();
  const BlasControl control = openblas();
  return formatted("{}, {} kernels", control.version, control.corename());
}

std::string blas_description() {
  std::string text = blas_in_use() + ", ";
  const BlasControl control = openblas();
  const std::string corename = control.corename();
  if (!choice.reason.empty()) return text + choice.reason;
  if (control.user_chose) return text + chosen_by_user;
  text += chosen_by_openblas;
  return kernels_for(corename, cpu_features()).empty() ? text
                                                       : text + "; tcalc::tune_blas() finds faster ones";
}

}  // namespace tcalc
