// The register tiles, for one instruction set: see lanes.hpp for what keeps the sets apart.
#pragma once

#include <complex>

#include <tcalc/kernel/lanes.hpp>
#include <tcalc/kernel/tiles.hpp>

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
// its imaginary parts.
template <class V, int parts, int rows, int vectors>
struct Accumulators {
  using Register = typename V::Register;
  Register sums[parts][rows][vectors] = {};

  [[gnu::always_inline]] void step(const typename V::Scalar* left, std::int64_t left_row,
                                   const Register (&columns)[vectors]) {
    for (int i = 0; i < rows; ++i) {
      for (int part = 0; part < parts; ++part) {
        const Register row = V::broadcast(left[i * left_row + part]);
        for (int j = 0; j < vectors; ++j)
          sums[part][i][j] = V::multiply_add(row, columns[j], sums[part][i][j]);
      }
    }
  }

  [[gnu::always_inline]] Register total(int i, int j) const {
    if constexpr (parts == 1)
      return sums[0][i][j];
    else
      return V::complex_sum(sums[0][i][j], sums[1][i][j]);
  }
};

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

// A direct product with its steps in scalars.
template <class Scalar>
struct Steps {
  std::int64_t m, n, k;
  std::int64_t left_row, left_k, right_k, result_row;
};
template <class Scalar>
struct Addresses {
  const Scalar* left;
  const Scalar* right;
  Scalar* result;
};

// A number known when this is compiled; of the set, since std::integral_constant would be shared.
template <class Set, int number>
struct Count {
  static constexpr int value = number;
};

// The sums of `rows` rows and `vectors` vectors of columns over `chains` chains of the same length, operands
// read where they are. Several chains at once: a few sums alone would wait for each multiply-add.
template <class V, int parts, int rows, int vectors, int chains, class Tail, class Scalar>
[[gnu::always_inline]] inline void add_chains(const Steps<Scalar>& x, std::int64_t length, bool first,
                                              const Scalar* left, const Scalar* right, Scalar* result,
                                              Tail tail) {
  using Register = typename V::Register;
  constexpr int width = V::size;
  constexpr int last = vectors - 1;
  Accumulators<V, parts, rows, vectors> sums[chains];
  for (std::int64_t p = 0; p < length; ++p) {
    for (int chain = 0; chain < chains; ++chain) {
      const Scalar* row = right + chain * chain_length * x.right_k;
      Register columns[vectors];
      for (int j = 0; j < last; ++j) columns[j] = V::load(row + j * width, Whole());
      columns[last] = V::load(row + last * width, tail);
      sums[chain].step(left + chain * chain_length * x.left_k, x.left_row, columns);
    }
    left += x.left_k;
    right += x.right_k;
  }
  for (int i = 0; i < rows; ++i) {
    const auto put = [&](int j, auto lanes) {
      Scalar* to = result + i * x.result_row + j * width;
      Register total = sums[0].total(i, j);
      if (!first) total = V::load(to, lanes) + total;
      for (int chain = 1; chain < chains; ++chain) total = total + sums[chain].total(i, j);
      V::store(to, total, lanes);
    };
    for (int j = 0; j < last; ++j) put(j, Whole());
    put(last, tail);
  }
}

template <class V, int parts, int rows, int vectors, class Tail, class Scalar>
[[gnu::always_inline]] inline void direct_tile(const Steps<Scalar>& x, const Scalar* left,
                                               const Scalar* right, Scalar* result, Tail tail) {
  constexpr int sums = parts * rows * vectors;
  constexpr int together = sums < 8 ? 8 / sums : 1;
  std::int64_t first = 0;
  const auto add = [&](auto chains, std::int64_t length) {
    constexpr int count = decltype(chains)::value;
    add_chains<V, parts, rows, vectors, count>(x, length, first == 0, left + first * x.left_k,
                                               right + first * x.right_k, result, tail);
    first += count * length;
  };
  using Set = typename V::InstructionSet;
  if constexpr (together > 1) {
    while (x.k - first >= together * chain_length) add(Count<Set, together>(), chain_length);
  }
  while (first < x.k) add(Count<Set, 1>(), x.k - first < chain_length ? x.k - first : chain_length);
}

// All rows of the columns from j0 on that `vectors` vectors hold.
template <class V, int parts, int vectors, class Tail, class Scalar>
[[gnu::always_inline]] inline void direct_columns(const Steps<Scalar>& x, const Addresses<Scalar>& at,
                                                  std::int64_t j0, Tail tail) {
  using Set = typename V::InstructionSet;
  constexpr int accumulators = Set::registers / 2;
  constexpr int can_hold = accumulators / (parts * vectors);
  constexpr int most_rows = can_hold < 8 ? can_hold : 8;
  const Scalar* left = at.left;
  Scalar* result = at.result + j0;
  std::int64_t rows = x.m;
  const auto tile = [&](auto count) {
    constexpr int tile_rows = decltype(count)::value;
    direct_tile<V, parts, tile_rows, vectors>(x, left, at.right + j0, result, tail);
    left += tile_rows * x.left_row;
    result += tile_rows * x.result_row;
    rows -= tile_rows;
  };
  while (rows >= most_rows) tile(Count<Set, most_rows>());
  if constexpr (most_rows > 4) {
    if (rows >= 4) tile(Count<Set, 4>());
  }
  if constexpr (most_rows > 2) {
    if (rows >= 2) tile(Count<Set, 2>());
  }
  if (rows > 0) tile(Count<Set, 1>());
}

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
        j += lanes / 2;
        if (j == n) return;
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

// A single row has registers for many columns, and so reads whole runs of B.
template <class Set, int parts, class Scalar>
[[gnu::always_inline]] inline std::int64_t runs_of_a_row(const Steps<Scalar>& x,
                                                         const Addresses<Scalar>& at) {
  using C = Columns<Set, Scalar>;
  using V = Lanes<Set, Scalar, C::wide>;
  constexpr int most = 8 / parts;
  std::int64_t j = 0;
  for (; j + most * C::wide <= x.n; j += most * C::wide)
    direct_tile<V, parts, 1, most>(x, at.left, at.right + j, at.result + j, Whole());
  for (; j + most / 2 * C::wide <= x.n; j += most / 2 * C::wide)
    direct_tile<V, parts, 1, most / 2>(x, at.left, at.right + j, at.result + j, Whole());
  return j;
}

template <class Set, class T>
void direct(const DirectProduct<T>& product, const DirectBatch& batch) {
  constexpr int parts = parts_of<T>;
  using Scalar = ScalarOf<T>;
  const Steps<Scalar> x = {product.m,
                           product.n * parts,
                           product.k,
                           product.left_row * parts,
                           product.left_k * parts,
                           product.right_k * parts,
                           product.result_row * parts};
  Addresses<Scalar> at = {reinterpret_cast<const Scalar*>(product.left),
                          reinterpret_cast<const Scalar*>(product.right),
                          reinterpret_cast<Scalar*>(product.result)};
  for (std::int64_t i = 0; i < batch.count; ++i) {
    const std::int64_t done = x.m == 1 ? runs_of_a_row<Set, parts>(x, at) : 0;
    Columns<Set, Scalar>::cover(x.n, done, [&](auto lanes, auto vectors, std::int64_t j, auto tail) {
      direct_columns<decltype(lanes), parts, decltype(vectors)::value>(x, at, j, tail);
    });
    at.left += batch.left_step * parts;
    at.right += batch.right_step * parts;
    at.result += batch.result_step * parts;
  }
}

}  // namespace tcalc::tile
