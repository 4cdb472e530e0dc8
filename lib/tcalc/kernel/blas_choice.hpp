// Who chooses the kernels of the process's OpenBLAS, and which ones run.
//
// OpenBLAS chooses them when the program starts. tcalc chooses anew where it may: the program tcalc, whose
// OpenBLAS is its own, before its first product; the library when it is asked.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include <tcalc/kernel/blas_kernels.hpp>
#include <tcalc/kernel/tune_blas.hpp>

namespace tcalc {

// To be called before a product of the BLAS, by the thread that shares it out.
void prepare_blas();

// What the kernels that run are written in.
BlasKernels blas_kernels();

// "OpenBLAS 0.3.21, Haswell kernels": what its last bits depend on.
std::string blas_in_use();

// "OpenBLAS 0.3.21, SkylakeX kernels, chosen by tcalc: OpenBLAS 0.3.21 does not know this processor and took
// Prescott"
std::string blas_description();

// What the choice needs to know of an OpenBLAS, and can do to it.
struct BlasControl {
  std::string version;                    // "OpenBLAS 0.3.21"
  bool user_chose = false;                // OPENBLAS_CORETYPE is set
  bool can_choose = false;                // built with DYNAMIC_ARCH
  std::function<std::string()> corename;  // of the kernels that run
  std::function<void(std::string_view corename)> choose;
  std::function<bool()> computes;  // whether those that run compute right products
};

// Makes the choice; returns why the kernels run that run then: "its own choice".
std::string choose_kernels(const BlasControl& control, const CpuFeatures& features);

}  // namespace tcalc
