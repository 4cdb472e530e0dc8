// What else could have been meant: the nearest legal operations on two operands.
#pragma once

#include <string>
#include <vector>

#include <tcalc/ops/operation.hpp>

namespace tcalc {

inline constexpr std::size_t most_hints = 3;

// At most three lines such as "matmul A B --transpose-b is legal and gives (3, 5)", nearest first: other
// options of the same operation, the operands swapped, another operation, tensordot over axes that agree.
// Each was tried. Empty where nothing legal is near.
std::vector<std::string> legal_alternatives(const Operation& operation, const Operand& a, const Operand& b,
                                            const Arguments& arguments);

}  // namespace tcalc
