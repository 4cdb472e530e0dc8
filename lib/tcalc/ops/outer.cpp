#include <tcalc/ops/outer.hpp>
#include <tcalc/ops/tensordot.hpp>

namespace tcalc {

namespace {

Outcome rule(std::span<const Operand> operands, const Arguments&) {
  return contracted("outer", operands, outer(operands[0], operands[1]));
}

}  // namespace

Contraction outer(const Operand& a, const Operand& b) {
  Contraction contraction = tensordot(a, b, 0);
  contraction.merged = {a.shape.rank(), b.shape.rank()};
  return contraction;
}

constinit const Operation outer_operation = {
    .name = "outer",
    .alias = "",
    .signature = "(m...),(n...)->(m,n)",
    .summary = "numpy.outer: every element of A times every element of B",
    .details =
        "Both operands are flattened, in C order; the result has a row for each element of A and a column "
        "for each of B. Nothing is conjugated. torch.outer takes vectors only. tensordot --axes 0 keeps the "
        "axes apart.",
    .example = "tcalc outer 3 4",
    .options = {},
    .rule = rule,
    .proposed = false,
};

}  // namespace tcalc
