#include <cstdint>
#include <string>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/kernel/blas_memory.hpp>
#include <tcalc/os/memory.hpp>

namespace tcalc {

int require_blas_buffers(std::string_view subject, int threads) {
  const std::int64_t left = os::process_memory_left();
  if (left == INT64_MAX) return threads;
  const auto needed = [](int team) { return os::thread_bytes(team) + team * os::blas_buffer_bytes; };
  while (threads > 1 && needed(threads) > left) --threads;
  if (needed(threads) > left)
    throw Error(ErrorKind::resource,
                formatted("{}: OpenBLAS needs {} for its buffers, a limit on this process leaves {}", subject,
                          os::format_bytes(needed(1)), os::format_bytes(left)),
                "ulimit -a shows the limits");
  return threads;
}

}  // namespace tcalc
