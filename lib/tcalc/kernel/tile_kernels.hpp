// The register tiles on xsimd, for one instruction set. Included by the tiles_*.cpp files alone, each
// compiled with its own flags: nothing here may be inline code that another file could share, so all of it
// depends on Arch.
#pragma once

#include <cstdint>
#include <cstring>

#include <xsimd/xsimd.hpp>

#include <tcalc/kernel/tiles.hpp>

namespace tcalc::tile {

// x * y + sum; fused in every lane of every vector type of an instruction set, or in none.
template <class V>
struct MultiplyAdd {
  static V run(V x, V y, V sum) {
    if constexpr (std::is_floating_point_v<typename V::value_type>)
      return xsimd::fma(x, y, sum);
    else
      return x * y + sum;
  }
};

template <class V>
inline V multiply_add(V x, V y, V sum) {
  return MultiplyAdd<V>::run(x, y, sum);
}

// rows x (vectors * V::size) sums in registers.
template <class V, int rows, int vectors>
void packed(std::int64_t k, const typename V::value_type* left, const typename V::value_type* right,
            typename V::value_type* sums, std::int64_t stride) {
  constexpr int width = static_cast<int>(V::size);
  V sum[rows][vectors];
  for (int i = 0; i < rows; ++i) {
    for (int j = 0; j < vectors; ++j) sum[i][j] = V::load_unaligned(sums + i * stride + j * width);
  }
  for (std::int64_t p = 0; p < k; ++p) {
    V column[vectors];
    for (int j = 0; j < vectors; ++j) column[j] = V::load_unaligned(right + j * width);
    for (int i = 0; i < rows; ++i) {
      const V row(left[i]);
      for (int j = 0; j < vectors; ++j) sum[i][j] = multiply_add(row, column[j], sum[i][j]);
    }
    left += rows;
    right += vectors * width;
  }
  for (int i = 0; i < rows; ++i) {
    for (int j = 0; j < vectors; ++j) sum[i][j].store_unaligned(sums + i * stride + j * width);
  }
}

template <class V, int rows, int vectors>
constexpr PackedTile<typename V::value_type> packed_tile() {
  return {rows, vectors * static_cast<int>(V::size), packed<V, rows, vectors>};
}

// The sums of `rows` rows and `vectors` vectors of columns, operands read where they are.
template <class V, int rows, int vectors, class T>
inline void direct_tile(const DirectProduct<T>& x, std::int64_t i0, std::int64_t j0) {
  constexpr int width = static_cast<int>(V::size);
  const T* left = x.left + i0 * x.left_row;
  const T* right = x.right + j0;
  V sum[rows][vectors];
  for (int i = 0; i < rows; ++i) {
    for (int j = 0; j < vectors; ++j) sum[i][j] = V(T(0));
  }
  for (std::int64_t p = 0; p < x.k; ++p) {
    V column[vectors];
    for (int j = 0; j < vectors; ++j) column[j] = V::load_unaligned(right + j * width);
    for (int i = 0; i < rows; ++i) {
      const V row(left[i * x.left_row]);
      for (int j = 0; j < vectors; ++j) sum[i][j] = multiply_add(row, column[j], sum[i][j]);
    }
    left += x.left_k;
    right += x.right_k;
  }
  T* result = x.result + i0 * x.result_row + j0;
  for (int i = 0; i < rows; ++i) {
    for (int j = 0; j < vectors; ++j) sum[i][j].store_unaligned(result + i * x.result_row + j * width);
  }
}

// All rows of the columns from j0 on that `vectors` vectors hold.
template <class V, int vectors, class T>
inline void direct_columns(const DirectProduct<T>& x, std::int64_t j0) {
  std::int64_t i = 0;
  for (; i + 4 <= x.m; i += 4) direct_tile<V, 4, vectors>(x, i, j0);
  if (i + 2 <= x.m) {
    direct_tile<V, 2, vectors>(x, i, j0);
    i += 2;
  }
  if (i < x.m) direct_tile<V, 1, vectors>(x, i, j0);
}

// A single column, for what is left of the columns: the same chain of sums, one lane of it used.
template <class V, class T>
inline void direct_column(const DirectProduct<T>& x, std::int64_t j) {
  for (std::int64_t i = 0; i < x.m; ++i) {
    const T* left = x.left + i * x.left_row;
    const T* right = x.right + j;
    V sum(T(0));
    for (std::int64_t p = 0; p < x.k; ++p)
      sum = multiply_add(V(left[p * x.left_k]), V(right[p * x.right_k]), sum);
    x.result[i * x.result_row + j] = sum.get(0);
  }
}

// Wide vectors first, then one of the narrow type (half as wide, or the same), then single columns.
template <class Wide, class Narrow>
void direct(const DirectProduct<typename Wide::value_type>& x) {
  constexpr std::int64_t wide = Wide::size;
  constexpr std::int64_t narrow = Narrow::size;
  std::int64_t j = 0;
  // A single row has registers for many columns, and so reads whole runs of B.
  if (x.m == 1) {
    for (; j + 8 * wide <= x.n; j += 8 * wide) direct_tile<Wide, 1, 8>(x, 0, j);
  }
  for (; j + 2 * wide <= x.n; j += 2 * wide) direct_columns<Wide, 2>(x, j);
  if (j + wide <= x.n) {
    direct_columns<Wide, 1>(x, j);
    j += wide;
  }
  if (j + narrow <= x.n) {
    direct_columns<Narrow, 1>(x, j);
    j += narrow;
  }
  for (; j < x.n; ++j) direct_column<Narrow>(x, j);
}

}  // namespace tcalc::tile
