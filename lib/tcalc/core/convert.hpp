// Blocks of elements to another dtype.
#pragma once

#include <cstddef>
#include <cstdint>

#include <tcalc/core/dtype.hpp>

namespace tcalc {

// Converts count contiguous, aligned elements in native byte order, as astype does. The bytes of a bool
// become 0 and 1.
using Converter = void (*)(const std::byte* from, std::int64_t count, std::byte* to);

Converter converter(Dtype from, Dtype to);

}  // namespace tcalc
