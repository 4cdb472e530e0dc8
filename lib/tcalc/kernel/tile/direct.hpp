// The tiles of small products, whose operands are read where they are; the same tile of a stack of them.
#pragma once

#include <tcalc/kernel/tile/accumulators.hpp>
#include <tcalc/kernel/tile/columns.hpp>
#include <tcalc/kernel/tile/lanes.hpp>
#include <tcalc/kernel/tiles.hpp>

namespace tcalc::tile {

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

}  // namespace tcalc::tile
