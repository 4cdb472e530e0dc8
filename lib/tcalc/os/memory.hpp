// How much memory this process may still use.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tcalc::os {

// Bytes: the least of MemAvailable, what the control group leaves, and what RLIMIT_AS leaves; less a reserve
// for BLAS work buffers and thread stacks. Never negative.
std::int64_t available_memory();

// "74.5 GiB", "512 bytes": binary units, three significant digits.
std::string format_bytes(std::int64_t bytes);

// "512M", "1.5GiB", "4096", "10 KB": units are powers of 1024, from K to E, in either case; nothing for
// anything else, and for what is below 1 byte or beyond 8 EiB.
std::optional<std::int64_t> parse_bytes(std::string_view text);

}  // namespace tcalc::os
