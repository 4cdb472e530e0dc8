// What else could have been meant: the nearest legal operations on two operands.
#pragma once

#include <string>
#include <vector>

#include <tcalc/ops/operation.hpp>

namespace tcalc {

inline constexpr std::size_t most_hints = 3;

// At most three lines such as "tcalc matmul 3,4 5,4 --transpose-b is legal and gives (3, 5)", which can be
// pasted, nearest first: a stack of vectors, other options of the same operation, the operands swapped,
// another operation, tensordot over axes that agree, an operand reshaped or sliced. Each was
// tried. Empty where nothing legal is near.
std::vector<std::string> legal_alternatives(const Operation& operation, const Operand& a, const Operand& b,
                                            const Arguments& arguments);

}  // namespace tcalc
