// A function of all elements along some axes, as the evaluation of a graph calls it.
#pragma once

#include <span>
#include <string_view>

#include <tcalc/core/tensor.hpp>

namespace tcalc {

struct ReductionKernel {
  std::string_view name;  // NumPy's: "sum"

  // The operand has the dtype that Reduction says, native byte order, and is aligned; its strides are any.
  // The result has as many axes, those that are reduced of extent 1. It is called for blocks of a result,
  // several of them at the same time; the elements that make one element of the result are always seen
  // together.
  void (*run)(const TensorView& operand, std::span<const int> axes, const MutableView& result);
};

}  // namespace tcalc
