// How the columns of a result of any width are covered by vectors.
#pragma once

#include <cstdint>

#include <tcalc/kernel/tile/lanes.hpp>

namespace tcalc::tile {

// A number known when this is compiled; of the set, since std::integral_constant would be shared.
template <class Set, int number>
struct Count {
  static constexpr int value = number;
};

// Calls visit(Lanes, vectors, first column, which lanes) until all columns are covered. Without masks the
// last vector begins so much earlier that it is full: what it computes again gets the same bits.
template <class Set, class Scalar>
struct Columns {
  template <int lanes>
  using V = Lanes<Set, Scalar, lanes>;
  using One = Count<Set, 1>;
  using Two = Count<Set, 2>;
  static constexpr int wide = Set::widest / static_cast<int>(sizeof(Scalar));
  static constexpr int narrow = 16 / static_cast<int>(sizeof(Scalar));

  template <class Visit>
  [[gnu::always_inline]] static void cover(std::int64_t n, std::int64_t j, const Visit& visit) {
    for (; j + 2 * wide <= n; j += 2 * wide) visit(V<wide>(), Two(), j, Whole());
    if constexpr (Set::masks) {
      if (j + wide < n) return visit(V<wide>(), Two(), j, first_lanes(n - j - wide));
      if (j < n) masked<wide>(n, j, visit);
    } else {
      if (j + wide <= n) {
        visit(V<wide>(), One(), j, Whole());
        j += wide;
      }
      if (j < n) shifted<wide>(n, j, visit);
    }
  }

 private:
  static Masked first_lanes(std::int64_t count) { return {(std::uint32_t{1} << count) - 1}; }

  template <int lanes, class Visit>
  [[gnu::always_inline]] static void masked(std::int64_t n, std::int64_t j, const Visit& visit) {
    if constexpr (lanes > narrow) {
      if (n - j <= lanes / 2) return masked<lanes / 2>(n, j, visit);
    }
    if (n - j == lanes) return visit(V<lanes>(), One(), j, Whole());
    visit(V<lanes>(), One(), j, first_lanes(n - j));
  }

  template <int lanes, class Visit>
  [[gnu::always_inline]] static void shifted(std::int64_t n, std::int64_t j, const Visit& visit) {
    if constexpr (lanes > narrow) {
      if (n - j > lanes / 2) {
        if (n >= lanes) return visit(V<lanes>(), One(), n - lanes, Whole());
        visit(V<lanes / 2>(), One(), j, Whole());
        j += lanes / 2;  // and some are left
      }
      shifted<lanes / 2>(n, j, visit);
    } else {
      if (n >= lanes) return visit(V<lanes>(), One(), n - lanes, Whole());
      few(n, visit);
    }
  }

  template <class Visit>
  [[gnu::always_inline]] static void few(std::int64_t n, const Visit& visit) {
    if (n == 1) return visit(V<narrow>(), One(), std::int64_t{0}, Few<1>());
    if constexpr (narrow > 2) {
      if (n == 2) return visit(V<narrow>(), One(), std::int64_t{0}, Few<2>());
      visit(V<narrow>(), One(), std::int64_t{0}, Few<3>());
    }
  }
};

}  // namespace tcalc::tile
