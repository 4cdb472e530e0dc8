#include <tcalc/ops/outer.hpp>
#include <tcalc/ops/tensordot.hpp>

namespace tcalc {

namespace {

Outcome outer_rule(std::span<const Operand> operands, const Arguments&) {
  return outer(operands[0], operands[1]);
}

}  // namespace

Outcome outer(const Operand& a, const Operand& b) {
  return contracted("outer", promoted(a, b), tensordot(a, b, 0), {a.shape.rank(), b.shape.rank()});
}

constinit const Operation outer_operation = {
    .name = "outer",
    .alias = "",
    .signature = "(m...),(n...)->(m,n)",
    .summary = "numpy.outer: every element of A times every element of B",
    .details =
        "Both operands are flattened, in C order; the result has a row for each element of A and a column "
        "for each of B. Nothing is conjugated. torch.outer takes vectors only. tensordot with `axes` 0 keeps "
        "the "
        "axes apart.",
    .example = "tcalc outer 3 4",
    .options = {},
    .rule = outer_rule,
    .proposed = false,
};

}  // namespace tcalc
