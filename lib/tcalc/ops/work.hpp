// What gives the values of a node: one of a few kinds of work, as a value.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include <tcalc/core/tensor.hpp>
#include <tcalc/elementwise/function.hpp>
#include <tcalc/reduction/function.hpp>
#include <tcalc/shape/contraction.hpp>
#include <tcalc/view/view_change.hpp>

namespace tcalc {

// A function of one element of each operand; operands broadcast to the result's shape, and are converted
// first. Without a function the conversion is all.
struct Elementwise {
  ElementBlocks* run = nullptr;
  std::vector<Dtype> dtypes;  // what each operand is converted to; empty where they have none
  friend bool operator==(const Elementwise&, const Elementwise&) = default;
};

// A function of all elements along some axes of one operand, which has the dtype of the loop. Whether those
// axes are kept shows in the result's shape.
struct Reduction {
  const ReductionLoop* loop = nullptr;  // null where there is no dtype
  std::vector<int> axes;                // ascending, 0 <= axis < rank
  friend bool operator==(const Reduction&, const Reduction&) = default;
};

// What needs whole arrays. `run` writes all of the result, which is C-contiguous; null where only the shape
// is asked for. `parameters` are what it depends on beside the operands, as text.
struct Routine {
  std::function<void(std::span<const TensorView> operands, const MutableView& result, int threads)> run;
  std::string parameters;
  friend bool operator==(const Routine& x, const Routine& y) { return x.parameters == y.parameters; }
};

// Values that are there already; no operands.
struct Constant {
  Tensor value;
};
bool operator==(const Constant& x, const Constant& y);  // of the same dtype, extents and bytes

using Work = std::variant<Contraction, Elementwise, Reduction, ViewChange, Routine, Constant>;

}  // namespace tcalc
