// What an operation answers before any value is read: the result's shape and dtype, and the work that gives
// it.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tcalc/core/dtype.hpp>
#include <tcalc/core/hint.hpp>
#include <tcalc/ops/operand.hpp>
#include <tcalc/ops/work.hpp>
#include <tcalc/shape/shape.hpp>

namespace tcalc {

// What people should know of an outcome; the numbers do not depend on it.
struct Note {
  std::string fact;   // "batch_dot: Keras 2.2.5 and later give (2, 3, 4) here"
  OptionHint option;  // what would change it; without a name where nothing does
};

struct Outcome {
  Shape shape;                 // of the result
  std::optional<Dtype> dtype;  // of the result; nothing only where an operand has none
  Work work;
  std::vector<Note> notes = {};

  // The operands are flattened in C order before the work, which sees one axis of each (numpy.vdot).
  bool flattens_operands = false;
  // The result is a reshape of what the contraction gives: how many axes of that, in a row, make each of its
  // own (numpy.outer, numpy.kron); empty where the axes are the same.
  std::vector<int> merged_axes = {};
};

// The outcome of a contraction of these operands. Its dtype is the promoted one unless another is asked for.
// Throws Error{mismatch} for a result of more than 64 axes, Error{resource} for one of too many elements,
// both beginning with the operation's name.
Outcome contracted(std::string_view operation, std::span<const Operand> operands, Contraction contraction,
                   std::optional<Dtype> dtype = std::nullopt);

// The same for operands whose dtype is known, and for a result whose axes are merged.
Outcome contracted(std::string_view operation, std::optional<Dtype> dtype, Contraction contraction,
                   std::vector<int> merged_axes = {});

// The contraction that gives the result. Throws Error{mismatch} where other work does.
const Contraction& contraction_of(const Outcome& outcome);

}  // namespace tcalc
