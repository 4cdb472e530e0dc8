// The tile of a blocked product: both operands are packed, k is cut into chains.
#pragma once

#include <tcalc/kernel/tile/accumulators.hpp>
#include <tcalc/kernel/tile/lanes.hpp>
#include <tcalc/kernel/tiles.hpp>

namespace tcalc::tile {

// rows x (vectors * V::size) scalars.
template <class V, class T, int rows, int vectors>
void packed(std::int64_t k, const T* left_elements, const T* right_elements, T* sum_elements,
            std::int64_t stride) {
  using Scalar = typename V::Scalar;
  constexpr int parts = parts_of<T>;
  constexpr int width = V::size;
  const auto* left = reinterpret_cast<const Scalar*>(left_elements);
  const auto* right = reinterpret_cast<const Scalar*>(right_elements);
  auto* sums = reinterpret_cast<Scalar*>(sum_elements);
  // They are wanted at the end of the first chain.
  for (int i = 0; i < rows; ++i) {
    for (int j = 0; j < vectors; ++j) __builtin_prefetch(sums + i * stride * parts + j * width, 1);
  }
  while (k > 0) {
    const std::int64_t length = k < chain_length ? k : chain_length;
    Accumulators<V, parts, rows, vectors> chains;
    for (std::int64_t p = 0; p < length; ++p) {
      typename V::Register columns[vectors];
      for (int j = 0; j < vectors; ++j) columns[j] = V::load(right + j * width, Whole());
      chains.step(left, parts, columns);
      left += rows * parts;
      right += vectors * width;
    }
    for (int i = 0; i < rows; ++i) {
      for (int j = 0; j < vectors; ++j) {
        Scalar* to = sums + i * stride * parts + j * width;
        V::store(to, V::load(to, Whole()) + chains.total(i, j), Whole());
      }
    }
    k -= length;
  }
}

template <class Set, class T, int rows, int vectors>
constexpr PackedTile<T> packed_tile() {
  using Scalar = ScalarOf<T>;
  using V = Lanes<Set, Scalar, Set::widest / static_cast<int>(sizeof(Scalar))>;
  return {rows, vectors * V::size / parts_of<T>, packed<V, T, rows, vectors>};
}

}  // namespace tcalc::tile
