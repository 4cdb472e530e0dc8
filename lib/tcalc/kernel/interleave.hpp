// Rows of elements, interleaved: element j of row i goes to out[j * width + i].
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

namespace tcalc {

namespace interleaving {

// A square of as many rows as a 16-byte vector has elements.
template <class U>
struct Square {
  static constexpr std::size_t side = 16 / sizeof(U);
  using Vector [[gnu::vector_size(16)]] = std::conditional_t<sizeof(U) == 4, std::uint32_t, std::uint64_t>;

  static Vector load(const std::byte* from) {
    Vector vector;
    std::memcpy(&vector, from, sizeof vector);
    return vector;
  }
  static void store(void* to, Vector vector) { std::memcpy(to, &vector, sizeof vector); }

  // Transposes the square at rows[0][j], rows[1][j], ...; lines of the result are `width` elements apart.
  static void transpose(const std::byte* const* rows, std::size_t j, U* out, std::size_t width) {
    const auto line = [&](std::size_t i) { return load(rows[i] + j * sizeof(U)); };
    if constexpr (side == 2) {
      const Vector x = line(0), y = line(1);
      store(out, __builtin_shufflevector(x, y, 0, 2));
      store(out + width, __builtin_shufflevector(x, y, 1, 3));
    } else {
      const Vector x = line(0), y = line(1), z = line(2), w = line(3);
      const Vector xz = __builtin_shufflevector(x, z, 0, 4, 1, 5),
                   yw = __builtin_shufflevector(y, w, 0, 4, 1, 5);
      const Vector xz_end = __builtin_shufflevector(x, z, 2, 6, 3, 7),
                   yw_end = __builtin_shufflevector(y, w, 2, 6, 3, 7);
      store(out, __builtin_shufflevector(xz, yw, 0, 4, 1, 5));
      store(out + width, __builtin_shufflevector(xz, yw, 2, 6, 3, 7));
      store(out + 2 * width, __builtin_shufflevector(xz_end, yw_end, 0, 4, 1, 5));
      store(out + 3 * width, __builtin_shufflevector(xz_end, yw_end, 2, 6, 3, 7));
    }
  }
};

}  // namespace interleaving

// `width` rows of `count` elements each, aligned or not.
template <class U, class Width>
void interleave(const std::byte* const* rows, std::size_t count, Width width, U* out) {
  const auto copy = [&](std::size_t i, std::size_t j) {
    std::memcpy(out + j * width + i, rows[i] + j * sizeof(U), sizeof(U));
  };
  std::size_t whole = 0;
  if constexpr (sizeof(U) == 4 || sizeof(U) == 8) {
    using Square = interleaving::Square<U>;
    constexpr std::size_t side = Square::side;
    whole = count / side * side;
    const std::size_t squares = width / side * side;
    for (std::size_t j = 0; j < whole; j += side) {
      for (std::size_t i = 0; i < squares; i += side)
        Square::transpose(rows + i, j, out + j * width + i, width);
      for (std::size_t i = squares; i < width; ++i) {
        for (std::size_t column = j; column < j + side; ++column) copy(i, column);
      }
    }
  }
  for (std::size_t j = whole; j < count; ++j) {
    for (std::size_t i = 0; i < width; ++i) copy(i, j);
  }
}

}  // namespace tcalc
