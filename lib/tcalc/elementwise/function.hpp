// A function of one element of each operand, as the evaluation of a graph calls it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include <tcalc/core/dtype.hpp>

namespace tcalc {

// result[i] = f(operands[0][i], operands[1][i], ...) for contiguous, aligned elements in native byte order: a
// block of a few thousand, so that functions that follow one another run while it is in cache. Several
// threads call it at the same time. The result lies on no operand. Throws Error{mismatch} where NumPy refuses
// a value.
using ElementBlocks = void(const std::byte* const* operands, std::byte* result, std::int64_t count);

struct ElementwiseLoop {
  Dtype operand = Dtype::float64;  // of all operands
  Dtype result = Dtype::float64;
  ElementBlocks* run = nullptr;  // null where the function is not defined for the dtype
};

struct ElementFunction {
  std::string_view name;  // NumPy's: "negative"
  std::size_t arity;
  std::array<ElementwiseLoop, dtype_count> loops;  // by the dtype of the operands
};

// The loop for operands of these dtypes: that of what they promote to, else as NumPy finds it the first whose
// dtype holds the values of each. Null where there is none.
const ElementwiseLoop* find_loop(const ElementFunction& kernel, std::span<const Dtype> dtypes);

// Those of that name; null where there is none.
const ElementFunction* find_elementwise(std::string_view name);

// "sqrt: not defined for bool": what is said where there is no loop.
std::string refusal_of(const ElementFunction& kernel, Dtype dtype);

}  // namespace tcalc
