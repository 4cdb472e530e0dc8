#include <string>
#include <string_view>
#include <tests/support/catch.hpp>
#include <vector>

#include <tcalc/kernel/blas_kernels.hpp>

using namespace tcalc;

namespace {

constexpr CpuFeatures old = {};
constexpr CpuFeatures avx = {.avx = true};
constexpr CpuFeatures avx2 = {.avx = true, .avx2 = true};
constexpr CpuFeatures avx512 = {.avx = true, .avx2 = true, .avx512 = true};
constexpr CpuFeatures neon = {.neon = true};

using Names = std::vector<std::string_view>;

}  // namespace

TEST_CASE("kernels below the processor's instructions are replaced by the best that fit, any others stand") {
  struct Row {
    std::string_view corename;
    CpuFeatures features;
    Names better;
  };
  for (const Row& row : {
           Row{"Prescott", avx512, {"SkylakeX", "Haswell", "Sandybridge"}},
           {"Prescott", avx2, {"Haswell", "Sandybridge"}},
           {"Prescott", avx, {"Sandybridge"}},
           {"Prescott", old, {}},
           {"Core2", avx2, {"Haswell", "Sandybridge"}},
           {"Nehalem", avx512, {"SkylakeX", "Haswell", "Sandybridge"}},
           {"Barcelona", avx2, {"Haswell", "Sandybridge"}},
           {"Generic", avx2, {"Haswell", "Sandybridge"}},
           {"Generic", old, {}},
           {"Sandybridge", avx512, {"SkylakeX", "Haswell"}},
           {"Sandybridge", avx2, {"Haswell"}},
           {"Sandybridge", avx, {}},
           {"Bulldozer", avx2, {"Haswell"}},
           {"Haswell", avx512, {"SkylakeX"}},
           {"Haswell", avx2, {}},
           {"Zen", avx512, {"SkylakeX"}},
           {"Zen", avx2, {}},
           {"Excavator", avx2, {}},
           {"SkylakeX", avx512, {}},
           {"Cooperlake", avx512, {}},
           {"SapphireRapids", avx512, {}},
           {"Zen9", avx512, {}},
           {"armv8", neon, {"NEOVERSEN1"}},
           {"cortexa57", neon, {}},
           {"cortexa72", neon, {}},
           {"neoversen1", neon, {}},
           {"neoversen2", neon, {}},
           {"neoversev1", neon, {}},
           {"neoversev9", neon, {}},
       }) {
    INFO(row.corename << " " << row.features.avx << row.features.avx2 << row.features.avx512);
    CHECK(kernels_for(row.corename, row.features) == row.better);
  }
}

TEST_CASE("kernels are known by their name in either case") {
  CHECK(kernels_of("Prescott") == BlasKernels::sse);
  CHECK(kernels_of("Generic") == BlasKernels::generic);
  CHECK(kernels_of("SANDYBRIDGE") == BlasKernels::avx);
  CHECK(kernels_of("zen") == BlasKernels::avx2);
  CHECK(kernels_of("Cooperlake") == BlasKernels::avx512);
  CHECK(kernels_of("NEOVERSEN1") == BlasKernels::neon);
  CHECK(kernels_of("neoversev1") == BlasKernels::sve);
  CHECK(kernels_of("Zen9") == std::nullopt);
  CHECK(kernels_of("") == std::nullopt);
}

TEST_CASE("kernels of an unknown name are taken for the best that the processor has") {
  CHECK(best_kernels(avx512) == BlasKernels::avx512);
  CHECK(best_kernels(avx2) == BlasKernels::avx2);
  CHECK(best_kernels(avx) == BlasKernels::avx);
  CHECK(best_kernels(neon) == BlasKernels::neon);
  CHECK(best_kernels(old) == BlasKernels::sse);
}
