// Which of OpenBLAS's kernels fit a processor. OpenBLAS chooses them by the processor's model number, and
// gives one that is newer than itself, or made up by a virtual machine, the oldest it has.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include <tcalc/kernel/cpu_features.hpp>

namespace tcalc {

// The instructions that a BLAS's kernels are written in, on each architecture the least first.
enum class BlasKernels : std::uint8_t { generic, sse, avx, avx2, avx512, neon, sve };

// Those of the kernels that openblas_get_corename calls by that name: "Haswell", "neoversen1", in either
// case. Nothing for a name that is newer than this table.
std::optional<BlasKernels> kernels_of(std::string_view corename);

// The values of OPENBLAS_CORETYPE that are faster on a processor with these features than the kernels
// `corename`, best first; empty where those stand, as kernels of an unknown name do.
std::vector<std::string_view> kernels_for(std::string_view corename, const CpuFeatures& features);

// What kernels for a processor with these features are written in.
BlasKernels best_kernels(const CpuFeatures& features);

// Whether two names of kernels are one, in either case.
bool same_kernels(std::string_view left, std::string_view right);

}  // namespace tcalc
