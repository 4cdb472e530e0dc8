// Vectors of one width of one instruction set, and how its registers are read and written, whole or in part.
// Included by the tiles_*.cpp files alone, each compiled with its own flags. Set is a type of their unnamed
// namespaces, so what is instantiated here for one of them is never linked into another.
//
// A Set has
//   registers                  how many vector registers there are
//   widest                     bytes of the largest
//   masks                      whether any number of lanes can be read and written
//   multiply_add(x, y, sum)    for each vector type; fused for floats in all of them, or in none
//   load(pointer, mask), store(pointer, vector, mask)    where there are masks
#pragma once

#include <cstdint>
#include <cstring>
#include <type_traits>
#include <utility>

namespace tcalc::tile {

// Which lanes of a vector are read or written: all of them; the first `count`, known when this is compiled;
// those whose bit is set.
struct Whole {};
template <int count>
struct Few {};
struct Masked {
  std::uint32_t bits;
};

template <class Set, class T, int lanes>
struct Lanes {
  using Scalar = T;
  using InstructionSet = Set;
  using Register [[gnu::vector_size(lanes * sizeof(T))]] = T;
  static constexpr int size = lanes;

  static Register load(const T* from, Whole) {
    Register vector;
    std::memcpy(&vector, from, sizeof vector);
    return vector;
  }
  static void store(T* to, Register vector, Whole) { std::memcpy(to, &vector, sizeof vector); }

  // Eight bytes at a time: pieces put together in memory would wait for their stores.
  template <int count>
  static Register load(const T* from, Few<count>) {
    static_assert(sizeof(Register) == 2 * sizeof(std::uint64_t), "only the narrowest vectors are cut");
    using Words [[gnu::vector_size(sizeof(Register))]] = std::uint64_t;
    constexpr std::size_t bytes = count * sizeof(T);
    if constexpr (bytes <= sizeof(std::uint64_t)) {
      return reinterpret_cast<Register>(Words{word<bytes>(from), 0});
    } else {
      const auto* rest = from + sizeof(std::uint64_t) / sizeof(T);
      return reinterpret_cast<Register>(
          Words{word<sizeof(std::uint64_t)>(from), word<bytes - sizeof(std::uint64_t)>(rest)});
    }
  }
  template <int count>
  static void store(T* to, Register vector, Few<count>) {
    for (int lane = 0; lane < count; ++lane) to[lane] = vector[lane];
  }

  static Register load(const T* from, Masked mask) { return Set::load(from, mask, Register{}); }
  static void store(T* to, Register vector, Masked mask) { Set::store(to, vector, mask); }

  static Register broadcast(T value) { return value - Register{}; }
  static Register multiply_add(Register x, Register y, Register sum) { return Set::multiply_add(x, y, sum); }

  // Complex numbers, their parts side by side: sum of x times a real + i times sum of x times an imaginary.
  static Register complex_sum(Register by_real, Register by_imaginary) {
    return complex_sum(by_real, by_imaginary, std::make_integer_sequence<int, lanes>());
  }

 private:
  template <std::size_t bytes>
  static std::uint64_t word(const T* from) {
    std::conditional_t<bytes == sizeof(std::uint64_t), std::uint64_t, std::uint32_t> value;
    static_assert(sizeof value == bytes, "whole or half a word");
    std::memcpy(&value, from, bytes);
    return value;
  }

  template <int... lane>
  static Register complex_sum(Register by_real, Register by_imaginary, std::integer_sequence<int, lane...>) {
    constexpr Register signs = {(lane % 2 == 0 ? T(-1) : T(1))...};
    return by_real + __builtin_shufflevector(by_imaginary, by_imaginary, (lane ^ 1)...) * signs;
  }
};

}  // namespace tcalc::tile
