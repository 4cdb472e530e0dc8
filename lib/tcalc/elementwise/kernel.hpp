// A function of one element of each operand, as the evaluation of a graph calls it.
#pragma once

#include <span>
#include <string_view>

#include <tcalc/core/tensor.hpp>

namespace tcalc {

struct ElementwiseKernel {
  std::string_view name;  // NumPy's: "negative"

  // result[i] = f(operands[0][i], operands[1][i], ...) for every index i. The operands have the result's
  // extents (a stride is 0 where they are broadcast), the dtypes that Elementwise says, native byte order,
  // and are aligned. It is called for blocks of a result, several of them at the same time.
  void (*run)(std::span<const TensorView> operands, const MutableView& result);
};

}  // namespace tcalc
