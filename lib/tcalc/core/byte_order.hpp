// Elements turned from one byte order into the other.
#pragma once

#include <cstddef>
#include <cstdint>

#include <tcalc/core/dtype.hpp>

namespace tcalc {

// A word of 2, 4 or 8 bytes.
template <class Word>
Word swapped(Word word) {
  static_assert(sizeof word == 2 || sizeof word == 4 || sizeof word == 8);
  if constexpr (sizeof word == 2)
    return __builtin_bswap16(word);
  else if constexpr (sizeof word == 4)
    return __builtin_bswap32(word);
  else
    return __builtin_bswap64(word);
}

// Turns `elements` elements of the dtype around where they are, at any address; each part of a complex number
// by itself.
void swap_bytes(std::byte* bytes, std::int64_t elements, Dtype dtype);

}  // namespace tcalc
