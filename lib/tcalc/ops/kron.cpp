#include <algorithm>
#include <utility>
#include <vector>

#include <tcalc/ops/kron.hpp>
#include <tcalc/ops/tensordot.hpp>

namespace tcalc {

namespace {

Outcome kron_rule(std::span<const Operand> operands, const Arguments&) {
  return kron(operands[0], operands[1]);
}

}  // namespace

Outcome kron(const Operand& a, const Operand& b) {
  Contraction contraction = tensordot(a, b, 0);
  contraction.result.clear();
  std::vector<int> merged_axes;
  const int rank_a = a.shape.rank();
  const int rank_b = b.shape.rank();
  for (int from_right = std::max(rank_a, rank_b); from_right > 0; --from_right) {
    const std::size_t before = contraction.result.size();
    const auto add = [&](std::size_t operand, int rank) {
      if (from_right > rank) return;
      contraction.result.push_back(
          contraction.operands[operand][static_cast<std::size_t>(rank - from_right)]);
    };
    add(0, rank_a);
    add(1, rank_b);
    merged_axes.push_back(static_cast<int>(contraction.result.size() - before));
  }
  return contracted("kron", promoted(a, b), std::move(contraction), std::move(merged_axes));
}

constinit const Operation kron_operation = {
    .name = "kron",
    .alias = "",
    .signature = "(i...),(j...)->(i*j...)",
    .summary = "numpy.kron: the Kronecker product, blocks of B scaled by the elements of A",
    .details =
        "Axis by axis the result is as long as the product of the two sizes; of two shapes the shorter one "
        "is padded with leading 1s. Nothing is conjugated. This is numpy.kron and torch.kron.",
    .example = "tcalc kron 2,2 3,4",
    .options = {},
    .rule = kron_rule,
    .proposed = false,
};

}  // namespace tcalc
