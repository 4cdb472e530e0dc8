// Which transpositions of the operands make an operation give the shape that is wanted.
#pragma once

#include <optional>
#include <vector>

#include <tcalc/frameworks/framework.hpp>

namespace tcalc {

// The axes of each operand in their new order, as numpy.transpose takes them, and what comes of it. The
// answer's contraction is on the operands as they are, before they are transposed.
struct Transposition {
  std::vector<int> a, b;
  FrameworkAnswer answer;
};

// The nearest one, which moves the fewest axes, of all orders for operands of up to four axes, of exchanges
// of two axes beyond, the first 1000 of these; nothing when none gives `wanted`.
std::optional<Transposition> transposition_for(const Framework& framework, const Operand& a, const Operand& b,
                                               const FrameworkOptions& options, const Shape& wanted);

// Whether a shape is the one that is wanted; an unknown dim may be any size.
bool is_wanted(const Shape& shape, const Shape& wanted);

}  // namespace tcalc
