// The one algebra: every operation gives each axis of its operands and of the result a label.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <tcalc/shape/shape.hpp>

namespace tcalc {

enum class Group : std::uint8_t {
  batch,       // in several operands and the result
  free,        // in one operand and the result
  contracted,  // summed
};

struct Label {
  Group group;
  Dim extent;
  friend bool operator==(const Label&, const Label&) = default;
};

// The label, by index, of each axis.
using AxisLabels = InlineVector<int, few_axes>;

// An axis of size 1 whose label has another extent is broadcast along it; so is an operand that lacks a batch
// label. A result axis whose label no operand has is of size 1. A label that an operand has twice is its
// diagonal.
struct Contraction {
  explicit Contraction(std::size_t operand_count = 2)
      : operands(operand_count), conjugate(operand_count, 0) {}

  InlineVector<Label, few_axes> labels;
  InlineVector<AxisLabels, 2> operands;  // of each operand
  AxisLabels result;
  InlineVector<std::uint8_t, 2> conjugate;  // of each operand: 1 or 0
  std::vector<std::string> names;           // letters that were typed for labels; empty where there are none

  int add(Group group, const Dim& extent) {
    labels.push_back({group, extent});
    return static_cast<int>(labels.size()) - 1;
  }
  const Dim& extent(int label) const { return labels[static_cast<std::size_t>(label)].extent; }
  Dims result_dims() const;

  friend bool operator==(const Contraction&, const Contraction&) = default;
};

// The labels as an einsum string, "abc,acd->abd": letters as typed, or else in order of first use, a to z and
// then A to Z; from the 53rd label on "[53]", "[54]", ... Two contractions of the same operands pair up the
// same axes when their texts are equal.
std::string einsum_text(const Contraction& contraction);

// The name of each label in that string; empty for a label that occurs nowhere.
std::vector<std::string> label_names(const Contraction& contraction);

}  // namespace tcalc
