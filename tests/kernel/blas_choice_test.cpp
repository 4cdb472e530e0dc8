#include <cstdlib>
#include <string>
#include <string_view>
#include <tests/support/catch.hpp>
#include <vector>

#include <tcalc/kernel/blas_check.hpp>
#include <tcalc/kernel/blas_choice.hpp>

using namespace tcalc;

namespace {

constexpr CpuFeatures avx512 = {.avx = true, .avx2 = true, .avx512 = true};

// An OpenBLAS 0.3.21 that has some kernels, a few of which compute wrong products, and starts with the first.
struct FakeBlas {
  std::vector<std::string> kernels, wrong;
  std::string running = kernels.front();
  std::vector<std::string> chosen = {};

  BlasControl control() {
    return {.version = "OpenBLAS 0.3.21",
            .user_chose = false,
            .can_choose = true,
            .corename = [this] { return running; },
            .choose =
                [this](std::string_view name) {
                  chosen.emplace_back(name);
                  running = kernels.front();
                  for (const std::string& known : kernels) {
                    if (known == name) running = known;
                  }
                },
            .computes =
                [this] {
                  for (const std::string& name : wrong) {
                    if (name == running) return false;
                  }
                  return true;
                }};
  }
};

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("the best kernels that fit are chosen in place of those of an old processor") {
  FakeBlas blas = {.kernels = {"Prescott", "Haswell", "SkylakeX"}, .wrong = {}};
  CHECK(choose_kernels(blas.control(), avx512) ==
        "chosen by tcalc: OpenBLAS 0.3.21 does not know this processor and took Prescott");
  CHECK(blas.running == "SkylakeX");
}

TEST_CASE("kernels that compute wrong products are not taken") {
  FakeBlas blas = {.kernels = {"Prescott", "Haswell", "SkylakeX"}, .wrong = {"SkylakeX"}};
  CHECK(choose_kernels(blas.control(), avx512) ==
        "chosen by tcalc: OpenBLAS 0.3.21 does not know this processor and took Prescott");
  CHECK(blas.running == "Haswell");
  CHECK(blas.chosen == Names{"SkylakeX", "Haswell"});
}

TEST_CASE("OpenBLAS's own choice is taken back when none of the others is right or there") {
  FakeBlas blas = {.kernels = {"Prescott", "SkylakeX"}, .wrong = {"SkylakeX"}};
  CHECK(choose_kernels(blas.control(), avx512) ==
        "its own choice: it has no faster ones that compute right products here");
  CHECK(blas.running == "Prescott");
  CHECK(blas.chosen == Names{"SkylakeX", "Haswell", "Sandybridge", "Prescott"});
}

TEST_CASE("kernels stand that fit, that the user chose, or that are the only ones") {
  FakeBlas blas = {.kernels = {"SkylakeX", "Haswell"}, .wrong = {}};
  CHECK(choose_kernels(blas.control(), avx512) == "its own choice");
  blas.running = "Prescott";
  BlasControl control = blas.control();
  control.user_chose = true;
  CHECK(choose_kernels(control, avx512) == "as OPENBLAS_CORETYPE says");
  control = blas.control();
  control.can_choose = false;
  CHECK(choose_kernels(control, avx512) == "the only ones it was built with");
  CHECK(blas.running == "Prescott");
  CHECK(blas.chosen.empty());
}

extern "C" void gotoblas_dynamic_init() __attribute__((weak));
extern "C" void gotoblas_dynamic_quit() __attribute__((weak));

namespace {

// As OpenBLAS does when the program starts.
void start_openblas(const char* coretype) {
  setenv("OPENBLAS_CORETYPE", coretype, 1);
  gotoblas_dynamic_quit();
  gotoblas_dynamic_init();
  unsetenv("OPENBLAS_CORETYPE");
}

}  // namespace

TEST_CASE(
    "an OpenBLAS that took the oldest kernels gets those of this processor, which compute right products") {
  const CpuFeatures features = cpu_features();
  const char* oldest = features.neon ? "ARMV8" : "Prescott";
  if (gotoblas_dynamic_init == nullptr || kernels_for(oldest, features).empty()) return;
  start_openblas(oldest);
  CHECK(same_kernels(blas_description().substr(blas_description().find(", ") + 2, std::string(oldest).size()),
                     oldest));
  tune_blas();
  CHECK(blas_kernels() == best_kernels(features));
  CHECK(blas_description().find("kernels, chosen by tcalc: OpenBLAS 0.") != std::string::npos);
  CHECK(std::getenv("OPENBLAS_CORETYPE") == nullptr);
  CHECK(blas_computes());
}

TEST_CASE("the kernels that OpenBLAS has for this processor compute right products") {
  if (gotoblas_dynamic_init == nullptr) return;
  const CpuFeatures features = cpu_features();
  for (const std::string_view name : kernels_for(features.neon ? "ARMV8" : "Prescott", features)) {
    INFO(name);
    start_openblas(std::string(name).c_str());
    CHECK(blas_computes());
  }
}
