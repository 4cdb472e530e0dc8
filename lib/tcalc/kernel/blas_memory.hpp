// Room for what OpenBLAS allocates: it tries for ever where a limit on the process leaves it none.
#pragma once

#include <string_view>

namespace tcalc {

// How many of `threads` can call the BLAS at once. Throws Error{resource} "<subject>: OpenBLAS needs 144 MiB
// for its buffers, a limit on this process leaves 81 MiB" when not even one can.
int require_blas_buffers(std::string_view subject, int threads);

}  // namespace tcalc
