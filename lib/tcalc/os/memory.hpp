// How much memory this process may still use.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tcalc::os {

// Bytes that may be allocated for work on so many threads: the least of MemAvailable, what the control groups
// leave and what limits on the process leave, less what threads take besides; where they call the BLAS, less
// its buffers too. Never negative. `root` is the folder that has /proc and /sys.
std::int64_t available_memory(int threads = 1, bool blas = false, const std::string& root = "");

// What RLIMIT_AS and RLIMIT_DATA leave of addresses, used or not; INT64_MAX where neither is set.
std::int64_t process_memory_left(const std::string& root = "");

// Of that: what the program needs whatever it does, and the stacks and heaps of threads beside the first.
std::int64_t thread_bytes(int threads);
// And what OpenBLAS maps for each thread that calls it.
inline constexpr std::int64_t blas_buffer_bytes = std::int64_t{128} << 20;

// "74.5 GiB", "512 bytes": binary units, three significant digits.
std::string format_bytes(std::int64_t bytes);

// "512M", "1.5GiB", "4096", "10 KB": units are powers of 1024, from K to E, in either case; nothing for
// anything else, and for what is below 1 byte or beyond 8 EiB.
std::optional<std::int64_t> parse_bytes(std::string_view text);

}  // namespace tcalc::os
