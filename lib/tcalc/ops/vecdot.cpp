#include <array>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/ops/stack.hpp>
#include <tcalc/ops/vecdot.hpp>
#include <tcalc/view/axes.hpp>

namespace tcalc {

namespace {

constexpr std::array options_of_vecdot = {
    OptionSpec{"axis", OptionKind::integers, "N", "the axis of both operands to contract (default -1)"},
};

Outcome vecdot_rule(std::span<const Operand> operands, const Arguments& arguments) {
  VecdotOptions options;
  if (const auto* axis = find_integers(arguments, "axis")) {
    if (axis->size() != 1)
      throw Error(ErrorKind::usage, formatted("vecdot: one axis is contracted, got {}", axis->size()));
    options.axis = axis->front();
  }
  return contracted("vecdot", operands, vecdot(operands[0], operands[1], options));
}

}  // namespace

Contraction vecdot(const Operand& a, const Operand& b, const VecdotOptions& options) {
  Mismatch mismatch("vecdot", a, b);
  const std::array<int, 2> ranks = {a.shape.rank(), b.shape.rank()};
  std::array<int, 2> axes = {0, 0};
  for (std::size_t operand = 0; operand < 2; ++operand) {
    const std::string& name = mismatch.name(static_cast<int>(operand));
    const auto axis = normalized_axis(options.axis, ranks[operand]);
    if (ranks[operand] == 0)
      mismatch.add("operands need at least 1 axis, but " + name + " is 0-D");
    else if (!axis)
      mismatch.add(out_of_range_fact(options.axis, name, ranks[operand]));
    else
      axes[operand] = *axis;
  }
  mismatch.raise_if_any();
  Stack stack;
  stack.batch_a = axes_without(ranks[0], axes[0]);
  stack.batch_b = axes_without(ranks[1], axes[1]);
  stack.contracted_a = axes[0];
  stack.contracted_b = axes[1];
  check(mismatch, stack);
  mismatch.raise_if_any();
  Contraction contraction = stack_product(a, b, stack);
  contraction.conjugate[0] = true;
  return contraction;
}

constinit const Operation vecdot_operation = {
    .name = "vecdot",
    .alias = "",
    .signature = "(...,k),(...,k)->(...)",
    .summary = "numpy.vecdot: stacks of inner products, batch axes broadcast, A conjugated",
    .details =
        "Contracts one axis of A with the same axis of B, the last unless `axis` says otherwise; all other "
        "axes are a batch that broadcasts. A is conjugated. A 0-D operand is refused. This is numpy.vecdot "
        "and torch.linalg.vecdot.",
    .example = "tcalc vecdot 8,1,3 5,3",
    .options = options_of_vecdot,
    .rule = vecdot_rule,
};

}  // namespace tcalc
