#include <tcalc/core/formatted.hpp>
#include <tcalc/ops/matvec.hpp>
#include <tcalc/ops/stack.hpp>
#include <tcalc/view/axes.hpp>

namespace tcalc {

namespace {

Outcome matvec_rule(std::span<const Operand> operands, const Arguments&) {
  return contracted("matvec", operands, matvec(operands[0], operands[1]));
}

}  // namespace

Contraction matvec(const Operand& a, const Operand& b) {
  Mismatch mismatch("matvec", a, b);
  const int rank_a = a.shape.rank();
  const int rank_b = b.shape.rank();
  if (rank_a < 2)
    mismatch.add(formatted("a matrix needs at least 2 axes, but {} is {}-D", mismatch.name_a(), rank_a));
  if (rank_b < 1) mismatch.add("a vector needs at least 1 axis, but " + mismatch.name_b() + " is 0-D");
  mismatch.raise_if_any();
  Stack stack;
  stack.batch_a = axis_range(0, rank_a - 2);
  stack.batch_b = axis_range(0, rank_b - 1);
  stack.rows = rank_a - 2;
  stack.contracted_a = rank_a - 1;
  stack.contracted_b = rank_b - 1;
  check(mismatch, stack);
  mismatch.raise_if_any();
  return stack_product(a, b, stack);
}

constinit const Operation matvec_operation = {
    .name = "matvec",
    .alias = "",
    .signature = "(...,m,n),(...,n)->(...,m)",
    .summary = "numpy.matvec: stacks of matrices times stacks of vectors, batch axes broadcast",
    .details =
        "The last two axes of A are matrices, the last axis of B vectors; all other axes are a batch that "
        "broadcasts. Nothing is conjugated. This is numpy.matvec and tf.linalg.matvec.",
    .example = "tcalc matvec 200,50,40 200,40",
    .options = {},
    .rule = matvec_rule,
};

}  // namespace tcalc
