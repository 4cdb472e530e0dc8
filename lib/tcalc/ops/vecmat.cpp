#include <tcalc/core/formatted.hpp>
#include <tcalc/ops/stack.hpp>
#include <tcalc/ops/vecmat.hpp>
#include <tcalc/view/axes.hpp>

namespace tcalc {

namespace {

Outcome vecmat_rule(std::span<const Operand> operands, const Arguments&) {
  return contracted("vecmat", operands, vecmat(operands[0], operands[1]));
}

}  // namespace

Contraction vecmat(const Operand& a, const Operand& b) {
  Mismatch mismatch("vecmat", a, b);
  const int rank_a = a.shape.rank();
  const int rank_b = b.shape.rank();
  if (rank_a < 1) mismatch.add("a vector needs at least 1 axis, but " + mismatch.name_a() + " is 0-D");
  if (rank_b < 2)
    mismatch.add(formatted("a matrix needs at least 2 axes, but {} is {}-D", mismatch.name_b(), rank_b));
  mismatch.raise_if_any();
  Stack stack;
  stack.batch_a = axis_range(0, rank_a - 1);
  stack.batch_b = axis_range(0, rank_b - 2);
  stack.contracted_a = rank_a - 1;
  stack.contracted_b = rank_b - 2;
  stack.columns = rank_b - 1;
  check(mismatch, stack);
  mismatch.raise_if_any();
  Contraction contraction = stack_product(a, b, stack);
  contraction.conjugate[0] = true;
  return contraction;
}

constinit const Operation vecmat_operation = {
    .name = "vecmat",
    .alias = "",
    .signature = "(...,n),(...,n,m)->(...,m)",
    .summary = "numpy.vecmat: stacks of vectors times stacks of matrices, batch axes broadcast",
    .details =
        "The last axis of A is vectors, the last two axes of B matrices; all other axes are a batch that "
        "broadcasts. A is conjugated. This is numpy.vecmat.",
    .example = "tcalc vecmat 200,40 200,40,50",
    .options = {},
    .rule = vecmat_rule,
};

}  // namespace tcalc
