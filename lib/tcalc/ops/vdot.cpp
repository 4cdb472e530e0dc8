#include <algorithm>
#include <utility>
#include <vector>

#include <tcalc/core/formatted.hpp>
#include <tcalc/ops/mismatch.hpp>
#include <tcalc/ops/vdot.hpp>
#include <tcalc/view/axes.hpp>

namespace tcalc {

namespace {

Outcome vdot_rule(std::span<const Operand> operands, const Arguments&) {
  return vdot(operands[0], operands[1]);
}

bool all_equal(const Shape& a, const Shape& b) {
  return std::ranges::equal(a, b, [](const Dim& x, const Dim& y) { return equal(x, y).has_value(); });
}

void check(const Operand& a, const Operand& b) {
  const Dim elements_a = product(a.shape.dims());
  const Dim elements_b = product(b.shape.dims());
  if (equal(elements_a, elements_b)) return;
  Mismatch mismatch("vdot", a, b);
  mismatch.require_equal_sizes(elements_a, elements_b, "Numbers of elements",
                               formatted("{} and {} are flattened", mismatch.name_a(), mismatch.name_b()));
  mismatch.raise_if_any();
}

}  // namespace

Outcome vdot(const Operand& a, const Operand& b) {
  check(a, b);
  Contraction contraction;
  contraction.conjugate[0] = true;
  const auto pair = [&](const Dim& extent) {
    const int label = contraction.add(Group::contracted, extent);
    for (AxisLabels& operand : contraction.operands) operand.push_back(label);
  };
  const bool flattens = !all_equal(a.shape, b.shape);
  if (!flattens) {
    for (int axis = 0; axis < a.shape.rank(); ++axis) pair(*equal(a.shape[axis], b.shape[axis]));
  } else {
    pair(equal(product(a.shape.dims()), product(b.shape.dims())).value_or(Dim::unknown()));
  }
  Outcome outcome = contracted("vdot", promoted(a, b), std::move(contraction));
  outcome.flattens_operands = flattens;
  return outcome;
}

constinit const Operation vdot_operation = {
    .name = "vdot",
    .alias = "",
    .signature = "(k...),(k...)->()",
    .summary = "numpy.vdot: the sum over all elements, A conjugated",
    .details =
        "Both operands are flattened, in C order, and must have the same number of elements; their shapes "
        "may differ. A is conjugated. This is numpy.vdot; torch.vdot takes vectors only.",
    .example = "tcalc vdot 2,3 3,2",
    .options = {},
    .rule = vdot_rule,
    .proposed = false,
};

}  // namespace tcalc
