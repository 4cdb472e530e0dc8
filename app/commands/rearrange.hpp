// convert's --transpose and --reshape.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <tcalc/core/tensor.hpp>
#include <tcalc/ops/operation.hpp>

namespace tcalc::app {

class Rearrangement {
 public:
  // Checked against the operand's shape before any data is read. Throws Error{mismatch} for an axis that is
  // not there, missing or given twice, and for a shape of another number of elements.
  Rearrangement(const Arguments& arguments, const Operand& operand);

  // numpy.transpose, then numpy.reshape: a view of the same elements where strides can express it, else a
  // copy.
  Array apply(const TensorView& view) const;

 private:
  std::optional<std::vector<int>> axes_;
  std::optional<Extents> extents_;
};

// Whether its elements lie with the first axis fastest, and not as well with the last.
bool is_fortran(const TensorView& view);

}  // namespace tcalc::app
