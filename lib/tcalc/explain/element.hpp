// One element of a result: which elements of the operands make it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <tcalc/core/tensor.hpp>
#include <tcalc/ops/operation.hpp>

namespace tcalc {

using Index = std::vector<std::int64_t>;

// One product of the sum.
struct ElementTerm {
  std::vector<Index> indices;  // of each operand
  std::vector<std::string>
      values;  // of each operand, as NumPy prints a scalar, conjugated where the rule says so
  std::string product;
};

struct ExplainedElement {
  Index index;
  std::int64_t term_count = 0;
  std::vector<ElementTerm> first, last;  // all of them, or the ends when there are many
  std::string sum;                       // as computed, in the result's dtype
};

// The terms at most shown: as many at either end.
inline constexpr std::int64_t shown_at_each_end = 4;

// Reads no more than the elements that count. A negative index counts from the end. Throws Error{mismatch}
// when the index has another length than the result has axes, or is out of range; `subject` begins its
// message.
ExplainedElement explain_element(const Outcome& outcome, std::span<const TensorView> views,
                                 const Index& typed, const std::string& subject);

}  // namespace tcalc
