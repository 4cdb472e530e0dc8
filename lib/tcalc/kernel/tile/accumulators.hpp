// The sums of one register tile, held in registers.
#pragma once

#include <complex>
#include <cstdint>

namespace tcalc::tile {

// An element is one scalar, or the two parts of a complex number.
template <class T>
struct ElementOf {
  using Scalar = T;
  static constexpr int parts = 1;
};
template <class T>
struct ElementOf<std::complex<T>> {
  using Scalar = T;
  static constexpr int parts = 2;
};
template <class T>
using ScalarOf = typename ElementOf<T>::Scalar;
template <class T>
inline constexpr int parts_of = ElementOf<T>::parts;

// What the steps along k of both operands meet in. A complex row has two sums: those with its real and with
// its imaginary parts. The loops are unrolled early, or GCC takes the registers for an array in memory.
template <class V, int parts, int rows, int vectors>
struct Accumulators {
  using Register = typename V::Register;
  Register sums[parts * rows * vectors];

  [[gnu::always_inline]] Accumulators() {
#pragma GCC unroll 32
    for (int i = 0; i < parts * rows * vectors; ++i) sums[i] = Register{};
  }

  [[gnu::always_inline]] void step(const typename V::Scalar* left, std::int64_t left_row,
                                   const Register (&columns)[vectors]) {
#pragma GCC unroll 32
    for (int i = 0; i < rows; ++i) {
#pragma GCC unroll 2
      for (int part = 0; part < parts; ++part) {
        const Register row = V::broadcast(left[i * left_row + part]);
#pragma GCC unroll 8
        for (int j = 0; j < vectors; ++j) {
          Register& sum = sums[(i * parts + part) * vectors + j];
          sum = V::multiply_add(row, columns[j], sum);
        }
      }
    }
  }

  [[gnu::always_inline]] Register total(int i, int j) const {
    if constexpr (parts == 1)
      return sums[i * vectors + j];
    else
      return V::complex_sum(sums[2 * i * vectors + j], sums[(2 * i + 1) * vectors + j]);
  }
};

}  // namespace tcalc::tile
