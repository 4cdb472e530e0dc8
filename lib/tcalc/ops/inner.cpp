#include <tcalc/ops/inner.hpp>
#include <tcalc/ops/mismatch.hpp>
#include <tcalc/ops/tensordot.hpp>

namespace tcalc {

namespace {

Outcome inner_rule(std::span<const Operand> operands, const Arguments&) {
  return contracted("inner", operands, inner(operands[0], operands[1]));
}

}  // namespace

Contraction inner(const Operand& a, const Operand& b) {
  if (a.shape.rank() == 0 || b.shape.rank() == 0) return tensordot(a, b, 0);
  Mismatch mismatch("inner", a, b);
  mismatch.require_equal(a.shape.rank() - 1, b.shape.rank() - 1);
  mismatch.raise_if_any();
  return tensordot(a, b, {{-1}, {-1}});
}

constinit const Operation inner_operation = {
    .name = "inner",
    .alias = "",
    .signature = "(...a,k),(...b,k)->(...a,...b)",
    .summary = "numpy.inner: last axis of A with last axis of B",
    .details =
        "Contracts the last axis of A with the last axis of B and keeps all other axes, those of A first. "
        "Nothing is broadcast or conjugated. A 0-D operand scales the other. This is numpy.inner and "
        "torch.inner.",
    .example = "tcalc inner 2,3,4 5,4",
    .options = {},
    .rule = inner_rule,
};

}  // namespace tcalc
