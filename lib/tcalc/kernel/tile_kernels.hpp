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
// `count` products of the same sizes, and the steps in scalars from one to the next.
template <class Scalar>
struct Stack {
  std::int64_t count, left_step, right_step, result_step;
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
#pragma GCC unroll 8
    for (int chain = 0; chain < chains; ++chain) {
      const Scalar* row = right + chain * chain_length * x.right_k;
      Register columns[vectors];
#pragma GCC unroll 8
      for (int j = 0; j < last; ++j) columns[j] = V::load(row + j * width, Whole());
      columns[last] = V::load(row + last * width, tail);
      sums[chain].step(left + chain * chain_length * x.left_k, x.left_row, columns);
    }
    left += x.left_k;
    right += x.right_k;
  }
  const auto put = [&](Scalar* to, int i, int j, auto lanes) {
    Register total = sums[0].total(i, j);
    if (!first) total = V::load(to, lanes) + total;
#pragma GCC unroll 8
    for (int chain = 1; chain < chains; ++chain) total = total + sums[chain].total(i, j);
    V::store(to, total, lanes);
  };
#pragma GCC unroll 32
  for (int i = 0; i < rows; ++i) {
#pragma GCC unroll 8
    for (int j = 0; j < last; ++j) put(result + j * width, i, j, Whole());
    put(result + last * width, i, last, tail);
    result += x.result_row;
  }
}

// A tile over more of k than one chain.
template <class V, int parts, int rows, int vectors, class Tail, class Scalar>
[[gnu::always_inline]] inline void deep_tile(const Steps<Scalar>& x, const Scalar* left, const Scalar* right,
                                             Scalar* result, Tail tail) {
  constexpr int sums = parts * rows * vectors;
  // A single row waits for B: few sums are enough, and B is better read as one run.
  constexpr int together = sums < (rows == 1 ? 4 : 8) ? 8 / sums : 1;
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

// The same tile of each product of a stack. Not inline, and with values of its own: the compiler would run
// out of registers for the addresses.
template <class V, int parts, int rows, int vectors, class Tail, class Scalar>
[[gnu::noinline]] void direct_tiles(const Steps<Scalar>& steps, const Stack<Scalar>& stack, std::int64_t row,
                                    std::int64_t column, Tail tail) {
  const Steps<Scalar> x = steps;
  const std::int64_t left_step = stack.left_step, right_step = stack.right_step,
                     result_step = stack.result_step;
  const Scalar* left = stack.left + row * x.left_row;
  const Scalar* right = stack.right + column;
  Scalar* result = stack.result + row * x.result_row + column;
  for (std::int64_t count = stack.count; count > 0; --count) {
    if (x.k <= chain_length)
      add_chains<V, parts, rows, vectors, 1>(x, x.k, true, left, right, result, tail);
    else
      deep_tile<V, parts, rows, vectors>(x, left, right, result, tail);
    left += left_step;
    right += right_step;
    result += result_step;
  }
}

// All rows of the columns from `column` on that `vectors` vectors hold.
template <class V, int parts, int vectors, class Tail, class Scalar>
[[gnu::always_inline]] inline void direct_columns(const Steps<Scalar>& x, const Stack<Scalar>& stack,
                                                  std::int64_t column, Tail tail) {
  using Set = typename V::InstructionSet;
  // Beside the sums a tile holds its columns and an element of a row.
  constexpr int can_hold = (Set::registers - vectors - 1) / (parts * vectors);
  constexpr int most_rows = can_hold < 8 ? can_hold : 8;
  std::int64_t row = 0;
  const auto tiles = [&](auto count) {
    constexpr int rows = decltype(count)::value;
    direct_tiles<V, parts, rows, vectors>(x, stack, row, column, tail);
    row += rows;
  };
  while (x.m - row >= most_rows) tiles(Count<Set, most_rows>());
  if constexpr (most_rows > 4) {
    if (x.m - row >= 4) tiles(Count<Set, 4>());
  }
  if constexpr (most_rows > 2) {
    if (x.m - row >= 2) tiles(Count<Set, 2>());
  }
  if (x.m > row) tiles(Count<Set, 1>());
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
[[gnu::always_inline]] inline std::int64_t runs_of_a_row(const Steps<Scalar>& x, const Stack<Scalar>& stack) {
  using C = Columns<Set, Scalar>;
  using V = Lanes<Set, Scalar, C::wide>;
  constexpr int most = 8 / parts;
  std::int64_t j = 0;
  for (; j + most * C::wide <= x.n; j += most * C::wide)
    direct_tiles<V, parts, 1, most>(x, stack, 0, j, Whole());
  for (; j + most / 2 * C::wide <= x.n; j += most / 2 * C::wide)
    direct_tiles<V, parts, 1, most / 2>(x, stack, 0, j, Whole());
  return j;
}

// Choosing the tile takes as long as a small product: each is chosen once for as many of them as this.
inline constexpr std::int64_t together_bytes = 4 * 1024;

// Rows of a product of more than this are read so often that the processor sees no stream, and does not look
// ahead (5000 x 32 x 32 x 32 float32: 1.08 ms, with it 0.91; 20000 x 16 x 16 x 16 is faster without).
inline constexpr std::int64_t fetched_bytes = 8 * 1024;

// Brings near the operand of the next product, `size` scalars, where it is the next in memory.
template <class Scalar>
[[gnu::always_inline]] inline void fetch_next(const Scalar* from, std::int64_t size, std::int64_t step) {
  constexpr std::int64_t line = 64 / sizeof(Scalar);
  if (size != step) return;
  for (std::int64_t i = 0; i < size; i += line) __builtin_prefetch(from + step + i);
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
  const std::int64_t left_size = x.m * x.k * parts, right_size = x.k * x.n;
  const std::int64_t bytes = (left_size + right_size + x.m * x.n) * static_cast<std::int64_t>(sizeof(Scalar));
  const std::int64_t together = together_bytes / bytes;
  Stack<Scalar> stack = {0,
                         batch.left_step * parts,
                         batch.right_step * parts,
                         batch.result_step * parts,
                         reinterpret_cast<const Scalar*>(product.left),
                         reinterpret_cast<const Scalar*>(product.right),
                         reinterpret_cast<Scalar*>(product.result)};
  for (std::int64_t rest = batch.count; rest > 0; rest -= stack.count) {
    stack.count = together < 1 ? 1 : together < rest ? together : rest;
    if (bytes > fetched_bytes && x.m > 1 && rest > 1) {
      fetch_next(stack.left, left_size, stack.left_step);
      fetch_next(stack.right, right_size, stack.right_step);
    }
    const std::int64_t done = x.m == 1 ? runs_of_a_row<Set, parts>(x, stack) : 0;
    Columns<Set, Scalar>::cover(x.n, done, [&](auto lanes, auto vectors, std::int64_t j, auto tail) {
      direct_columns<decltype(lanes), parts, decltype(vectors)::value>(x, stack, j, tail);
    });
    stack.left += stack.count * stack.left_step;
    stack.right += stack.count * stack.right_step;
    stack.result += stack.count * stack.result_step;
  }
}

}  // namespace tcalc::tile
