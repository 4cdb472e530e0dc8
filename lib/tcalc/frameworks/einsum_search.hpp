// Which einsums of two operands give a shape.
#pragma once

#include <vector>

#include <tcalc/ops/operation.hpp>

namespace tcalc {

// At most `most` contractions of `a` and `b` whose result is `wanted`, nearest first: those that sum no axis
// of one operand alone, then those that keep the axes in order. Every axis of the result is one of A, one of
// B, or a pair of both of equal size; axes left over meet in pairs of equal size and are summed, and those of
// one operand alone may be. Of operands with many equal sizes not all are tried: the search is bounded, and
// what it gives is right but perhaps not the nearest.
std::vector<Contraction> einsums_giving(const Operand& a, const Operand& b, const Shape& wanted,
                                        std::size_t most = 3);

// "axis 1 of A": those that are in one operand alone and not in the result, which an einsum sums.
std::vector<std::string> summed_alone(const Contraction& contraction, const Operand& a, const Operand& b);

}  // namespace tcalc
