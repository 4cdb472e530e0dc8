// How reductions are written: a policy for each dtype, whose loops over elements are compiled for each
// instruction set.
//
//   Accumulator, Result          types
//   widest                       the instruction set of the widest vectors that pay
//   Leaf, Columns                struct { static void run(...) }, always inlined: ReductionLoop's
//   LeafOfFloats                 of narrow floats that were widened, in place of Leaf
//   LeafOfSquares                of float32 and float64
//   combine, finish, empty       of one accumulator; empty where no elements have a result
#pragma once

#include <algorithm>
#include <array>
#include <type_traits>

#include <tcalc/core/dtype.hpp>
#include <tcalc/kernel/narrow.hpp>
#include <tcalc/kernel/widened.hpp>
#include <tcalc/reduction/function.hpp>

namespace tcalc::reductions {

// Columns that are read together: eight rows of what is accumulated stay in L1.
template <class Value>
inline constexpr auto tile = static_cast<std::int64_t>(4096 / sizeof(Value));

// Asks for the elements that come two leaves of float32 after these: what a processor reads ahead by itself
// does not keep up with vectors. Past the end of an array it does nothing.
template <class T>
[[gnu::always_inline]] inline void read_ahead(const T* elements, std::int64_t count) {
  constexpr std::int64_t distance = 16384, line = 64;
  const char* ahead = reinterpret_cast<const char*>(elements) + distance;
  for (std::int64_t i = 0; i < count * static_cast<std::int64_t>(sizeof(T)); i += line)
    __builtin_prefetch(ahead + i);
}

template <class T, class Policy>
constexpr ReductionLoop loop() {
  using Accumulator = typename Policy::Accumulator;
  using Result = typename Policy::Result;
  static_assert(sizeof(Accumulator) <= widest_accumulator);
  ReductionLoop made;
  made.operand = dtype_of<T>();
  made.result = dtype_of<Result>();
  made.accumulator_bytes = sizeof(Accumulator);
  made.leaf = [](const std::byte* elements, std::int64_t count, std::int64_t first, std::byte* accumulator) {
    const auto* from = reinterpret_cast<const T*>(elements);
    auto* to = reinterpret_cast<Accumulator*>(accumulator);
    if constexpr (VectorNarrowFloat<T> && requires { typename Policy::LeafOfFloats; }) {
      std::array<float, leaf_elements> numbers;
      widen(from, count, numbers.data());
      run_widened<typename Policy::LeafOfFloats, Policy::widest>(static_cast<const float*>(numbers.data()),
                                                                 count, first, to);
    } else {
      run_widened<typename Policy::Leaf, Policy::widest>(from, count, first, to);
    }
  };
  if constexpr (requires { typename Policy::LeafOfSquares; } && std::is_floating_point_v<T>)
    made.leaf_of_squares = [](const std::byte* elements, std::int64_t count, std::int64_t first,
                              std::byte* accumulator) {
      run_widened<typename Policy::LeafOfSquares, Policy::widest>(
          reinterpret_cast<const T*>(elements), count, first, reinterpret_cast<Accumulator*>(accumulator));
    };
  if constexpr (requires { typename Policy::Columns; })
    made.columns = [](const std::byte* elements, std::int64_t stride, std::int64_t rows, std::int64_t width,
                      std::int64_t first, std::byte* accumulators) {
      const auto* from = reinterpret_cast<const T*>(elements);
      auto* to = reinterpret_cast<Accumulator*>(accumulators);
      constexpr std::int64_t most = tile<Accumulator>;
      for (std::int64_t done = 0; done < width; done += most)
        run_widened<typename Policy::Columns, Policy::widest>(from + done, stride, rows,
                                                              std::min(most, width - done), first, to + done);
    };
  made.combine = [](std::byte* left, const std::byte* right, std::int64_t count) {
    auto* to = reinterpret_cast<Accumulator*>(left);
    const auto* from = reinterpret_cast<const Accumulator*>(right);
    for (std::int64_t i = 0; i < count; ++i) Policy::combine(to[i], from[i]);
  };
  made.finish = [](const std::byte* accumulators, std::int64_t count, std::int64_t elements,
                   std::byte* results) {
    const auto* from = reinterpret_cast<const Accumulator*>(accumulators);
    auto* to = reinterpret_cast<Result*>(results);
    for (std::int64_t i = 0; i < count; ++i) to[i] = Policy::finish(from[i], elements);
  };
  if constexpr (requires { Policy::empty(); })
    made.empty = [](std::byte* result) { *reinterpret_cast<Result*>(result) = Policy::empty(); };
  return made;
}

template <template <class> class Policy>
constexpr ReductionFunction function(std::string_view name) {
  ReductionFunction made = {name, {}};
  visit_all_dtypes([&]<class T>(TypeTag<T>) {
    if constexpr (Policy<T>::defined)
      made.loops[static_cast<std::size_t>(dtype_of<T>())] = loop<T, Policy<T>>();
  });
  return made;
}

}  // namespace tcalc::reductions
