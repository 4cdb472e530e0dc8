// How much memory this process may still use.
#pragma once

#include <cstdint>
#include <string>

namespace tcalc::os {

// Bytes: the least of MemAvailable, what the control group leaves, and what RLIMIT_AS leaves; less a reserve
// for BLAS work buffers and thread stacks. Never negative.
std::int64_t available_memory();

// "74.5 GiB", "512 bytes": binary units, three significant digits.
std::string format_bytes(std::int64_t bytes);

}  // namespace tcalc::os
