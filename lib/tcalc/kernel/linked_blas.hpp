// Whether the BLAS that the program was linked with is one that our threads may call.
//
// The static library takes the first BLAS of the link line, and a shared OpenBLAS is the build that the
// machine prefers: neither need be the one that tcalc was built with.
#pragma once

#include <string>

namespace tcalc {

// What is known of a BLAS.
struct LinkedBlas {
  std::string file;      // that has the products: "/usr/lib/libblas.so.3"
  std::string config;    // what OpenBLAS says of itself: "OpenBLAS 0.3.21 DYNAMIC_ARCH USE_OPENMP ..."
  bool is_openblas;      // the products are that OpenBLAS's
  bool is_openmp_build;  // it computes on the thread that calls it, when that is one of ours
};

// Throws Error{internal} where our threads may not call it, and says what to do.
void check_blas(const LinkedBlas& blas);

// The same for the one of this program; asked once.
void check_linked_blas();

}  // namespace tcalc
