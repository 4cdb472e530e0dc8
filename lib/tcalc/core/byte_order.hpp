// Elements turned from one byte order into the other.
#pragma once

#include <cstddef>
#include <cstdint>

#include <tcalc/core/dtype.hpp>

namespace tcalc {

// Turns `elements` elements of the dtype around where they are, at any address; each part of a complex number
// by itself.
void swap_bytes(std::byte* bytes, std::int64_t elements, Dtype dtype);

}  // namespace tcalc
