#include <tests/support/catch.hpp>

#include <tcalc/core/error.hpp>
#include <tcalc/kernel/linked_blas.hpp>

using namespace tcalc;

namespace {

// What an error of check_blas says; empty where there is none.
std::string refusal(const LinkedBlas& blas) {
  try {
    check_blas(blas);
  } catch (const Error& error) {
    CHECK(error.kind == ErrorKind::internal);
    CHECK(!error.hints.empty());
    return error.message;
  }
  return "";
}

}  // namespace

TEST_CASE("a BLAS that several threads may not call is refused, by the file that it is in") {
  CHECK(refusal({"/usr/lib/libopenblas.so.0", "OpenBLAS 0.3.21 USE_OPENMP", true, true}) == "");
  CHECK(refusal({"/usr/lib/libblas.so.3", "OpenBLAS 0.3.21 USE_OPENMP", false, true}) ==
        "the BLAS of this program is /usr/lib/libblas.so.3, not tcalc's OpenBLAS");
  CHECK(refusal({"/usr/lib/libopenblas.so.0", "OpenBLAS 0.3.21 SINGLE_THREADED", true, false}) ==
        "the OpenBLAS of this program is not its OpenMP build, the only one that several threads may call at "
        "once: /usr/lib/libopenblas.so.0 (OpenBLAS 0.3.21 SINGLE_THREADED)");
}

TEST_CASE("the BLAS of these tests is one that threads may call") { CHECK_NOTHROW(check_linked_blas()); }
