// One element from wherever it is stored.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>

#include <tcalc/core/cast.hpp>

namespace tcalc {

// Reads a T at any address, in the other byte order if `swapped` (each part of a complex number by itself).
template <class T>
T load(const std::byte* from, bool swapped) {
  std::array<std::byte, sizeof(T)> bytes;
  std::memcpy(bytes.data(), from, sizeof(T));
  if (swapped) {
    constexpr std::size_t part = is_complex<T> ? sizeof(T) / 2 : sizeof(T);
    for (std::size_t at = 0; at < sizeof(T); at += part)
      std::reverse(bytes.begin() + at, bytes.begin() + at + part);
  }
  T value;
  std::memcpy(&value, bytes.data(), sizeof(T));
  return value;
}

}  // namespace tcalc
