// What matmul, matvec, vecmat and vecdot have in common: one pair of axes is contracted, each operand keeps
// at most one more, and all other axes are a batch that broadcasts, aligned at its right end.
#pragma once

#include <tcalc/ops/mismatch.hpp>
#include <tcalc/shape/contraction.hpp>

namespace tcalc {

// Axes of the first operand (a) and the second (b); -1 for rows and columns that are not there.
struct Stack {
  AxisList batch_a, batch_b;  // outermost first
  int rows = -1;              // of a
  int contracted_a = 0, contracted_b = 0;
  int columns = -1;  // of b
};

// Adds a fact for a contracted pair that is not equal, and for every batch pair that does not broadcast.
void check(Mismatch& mismatch, const Stack& stack);

// Result shape: broadcast(batch) + (rows) + (columns). The stack was checked.
Contraction stack_product(const Operand& a, const Operand& b, const Stack& stack);

}  // namespace tcalc
