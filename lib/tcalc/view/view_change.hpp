// Operations that give the same elements in another arrangement.
#pragma once

#include <variant>
#include <vector>

#include <tcalc/view/slice.hpp>

namespace tcalc {

// numpy.transpose: axis i of the result is axis axes[i] of the operand; each axis once, 0 <= axis < rank.
struct Permutation {
  std::vector<int> axes;
  friend bool operator==(const Permutation&, const Permutation&) = default;
};

// numpy.reshape to the shape of the outcome: the elements in C order.
struct Reshape {
  friend bool operator==(const Reshape&, const Reshape&) = default;
};

// numpy.broadcast_to the shape of the outcome.
struct Broadcast {
  friend bool operator==(const Broadcast&, const Broadcast&) = default;
};

// A Slice is NumPy's basic indexing.
using ViewChange = std::variant<Permutation, Reshape, Broadcast, Slice>;

}  // namespace tcalc
