// Operations that give the same elements in another arrangement.
#pragma once

#include <cstdint>
#include <variant>
#include <vector>

#include <tcalc/shape/dim.hpp>

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

// Each axis of the result walks along one axis of the operand, or along two at a time (a diagonal), or is
// new; an axis that none walks along stays at its start. numpy's basic indexing, flip, diagonal, and windows,
// whose axes share one of the operand's.
struct Walk {
  struct Step {
    int axis;           // of the operand
    std::int64_t step;  // in elements of that axis; may be negative
    friend bool operator==(const Step&, const Step&) = default;
  };
  Dims starts;                          // for each axis of the operand an index
  std::vector<std::vector<Step>> axes;  // for each axis of the result
  friend bool operator==(const Walk&, const Walk&) = default;
};

// The operand as it is: what other walks differ from.
inline Walk whole(int rank) {
  Walk walk;
  for (int axis = 0; axis < rank; ++axis) {
    walk.starts.emplace_back(0);
    walk.axes.push_back({{axis, 1}});
  }
  return walk;
}

using ViewChange = std::variant<Permutation, Reshape, Broadcast, Walk>;

}  // namespace tcalc
