// A function of many elements, as the evaluation of a graph calls it: of leaves of a fixed size, whose
// results are combined in a fixed tree, so that a result depends neither on threads nor on how work is cut.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <tcalc/core/dtype.hpp>

namespace tcalc {

struct ReductionLoop {
  Dtype operand = Dtype::float64;
  Dtype result = Dtype::float64;
  std::int64_t accumulator_bytes = 0;

  // Of `count` >= 1 contiguous, aligned elements in native byte order; the first of them is number `first` of
  // those that are reduced together. Null where the function is not defined for the dtype.
  void (*leaf)(const std::byte* elements, std::int64_t count, std::int64_t first,
               std::byte* accumulator) = nullptr;
  // The same of their squares, each rounded; null where there is no such loop.
  void (*leaf_of_squares)(const std::byte* elements, std::int64_t count, std::int64_t first,
                          std::byte* accumulator) = nullptr;
  // Of each of `width` columns of up to column_rows rows, which are `stride` elements apart: the accumulator
  // that leaf has of its elements. Null where there is no such loop.
  void (*columns)(const std::byte* elements, std::int64_t stride, std::int64_t rows, std::int64_t width,
                  std::int64_t first, std::byte* accumulators) = nullptr;
  // left[i] = left[i] and right[i], which follows it, for `count` accumulators.
  void (*combine)(std::byte* left, const std::byte* right, std::int64_t count) = nullptr;
  // The results of `count` accumulators, each of `elements` elements in all.
  void (*finish)(const std::byte* accumulators, std::int64_t count, std::int64_t elements,
                 std::byte* results) = nullptr;
  // What no elements give; null where that is nothing.
  void (*empty)(std::byte* result) = nullptr;
};

struct ReductionFunction {
  std::string_view name;  // NumPy's: "sum"
  std::array<ReductionLoop, dtype_count> loops;
};

// Null where there is none of that name.
const ReductionFunction* find_reduction(std::string_view name);

// For operands of that dtype; null where the function is not defined for it.
const ReductionLoop* find_loop(const ReductionFunction& kernel, Dtype dtype);

// Elements of a leaf, and the widest accumulator: a complex number and an index.
inline constexpr std::int64_t leaf_elements = 2048;
inline constexpr std::int64_t widest_accumulator = 32;

// A leaf of more elements is that of its first elements and that of the others, combined: what leaf() does
// within, and who computes columns outside.
inline constexpr std::int64_t column_rows = 128;
constexpr std::int64_t first_half(std::int64_t count) { return count / 2 / 8 * 8; }

}  // namespace tcalc
