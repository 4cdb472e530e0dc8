// The one algebra: every operation on two operands gives each axis of A, of B and of the result a label.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <tcalc/shape/shape.hpp>

namespace tcalc {

enum class Group : std::uint8_t {
  batch,       // in A, B and the result
  free_a,      // in A and the result
  free_b,      // in B and the result
  contracted,  // in A and B, summed
};

struct Label {
  Group group;
  Dim extent;
};

// An axis of size 1 whose label has another extent is broadcast along it; so is an operand that lacks a batch
// label. A result axis whose label neither operand has is of size 1.
struct Contraction {
  std::vector<Label> labels;
  std::vector<int> a, b, result;  // the label, by index, of each axis
  bool conjugate_a = false;
  bool conjugate_b = false;

  int add(Group group, const Dim& extent) {
    labels.push_back({group, extent});
    return static_cast<int>(labels.size()) - 1;
  }
  std::vector<Dim> result_dims() const;
};

// The labels as an einsum string, "abc,acd->abd": letters in order of first use, a to z and then A to Z; from
// the 53rd label on "[53]", "[54]", ... Two contractions of the same operands pair up the same axes when
// their texts are equal.
std::string einsum_text(const Contraction& contraction);

}  // namespace tcalc
