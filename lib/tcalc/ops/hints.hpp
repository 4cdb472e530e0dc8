// What else could have been meant: the nearest legal operations on two operands.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include <tcalc/core/error.hpp>
#include <tcalc/ops/operation.hpp>

namespace tcalc {

// At most three, nearest first: a stack of vectors, other options of the same operation, the operands
// swapped, another operation, tensordot over axes that agree, an operand reshaped or sliced. Each was tried.
// Empty where nothing legal is near.
std::vector<CallHint> legal_alternatives(const Operation& operation, const Operand& a, const Operand& b,
                                         const Arguments& arguments);

// The operand as it was given.
CallOperand call_operand(const Operand& operand);

// Puts hints before those that an error has, which help least; no more than three in all.
template <class Hints>
void add_nearer_hints(Error& error, const Hints& nearer) {
  const std::size_t room = most_hints - std::min(most_hints, error.hints.size());
  const std::size_t count = std::min(room, nearer.size());
  error.hints.insert(error.hints.begin(), nearer.begin(),
                     nearer.begin() + static_cast<std::ptrdiff_t>(count));
}

}  // namespace tcalc
