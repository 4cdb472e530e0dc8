// The kernels of one instruction set: see lanes.hpp for what keeps the sets apart.
#pragma once

#include <tcalc/kernel/tile/columns.hpp>
#include <tcalc/kernel/tile/direct.hpp>
#include <tcalc/kernel/tile/packed.hpp>

namespace tcalc::tile {

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
