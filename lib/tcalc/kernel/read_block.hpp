// Reads elements of a block, whatever its dtype, as one compute type.
#pragma once

#include <cstddef>
#include <cstdint>

#include <tcalc/kernel/pack.hpp>

namespace tcalc {

// How elements of one dtype become a T. Chosen once a block, so that what arranges elements need not be
// compiled for each pair of types.
template <class T>
struct BlockReader {
  // `count` elements side by side in memory from `offset` on, to out[0], out[step], ...
  void (*run)(const Block& block, std::int64_t offset, std::size_t count, T* out, std::size_t step);
  // Those of a row at `offset`, each of its columns wherever that is, to out[0], out[1], ...
  void (*scattered)(const Block& block, std::int64_t offset, T* out);
  bool stored_as_is;  // elements in memory are Ts, if not aligned
};

// T as for pack(). Throws Error{internal} for a dtype that does not promote to T.
template <class T>
BlockReader<T> find_reader(const Block& block);

}  // namespace tcalc
