// A contraction of any number of operands as steps on one or two of them.
#pragma once

#include <limits>
#include <span>
#include <vector>

#include <tcalc/core/tensor.hpp>
#include <tcalc/shape/contraction.hpp>

namespace tcalc {

// The terms of a step are numbered: 0 to n - 1 are the operands, n + i is the outcome of step i.
struct Step {
  std::vector<int> terms;   // one, that is summed or copied alone, or two
  Contraction contraction;  // of these
  std::vector<int> labels;  // of the whole, that the contraction's own stand for
  double flops = 0;         // multiplications and additions
  double elements = 0;      // of its outcome
};

inline constexpr double no_bound = std::numeric_limits<double>::infinity();

// The steps in the order that takes the fewest FLOPs, none of whose intermediates has more than
// `most_elements` where that can be; see plan/order.hpp. A letter that a single operand has is summed there
// first. The last step gives the result. A contraction of two operands, both of which have every summed
// label, is its own only step. `operands` are the extents of each operand, all known.
std::vector<Step> make_path(const Contraction& contraction, std::span<const Extents> operands,
                            double most_elements = no_bound);

// Whether a contraction of two operands of these extents is its own only step.
bool is_one_step(const Contraction& contraction, const Extents& a, const Extents& b);

// FLOPs of all steps together.
double flops_of(std::span<const Step> path);

// FLOPs of summing the product of all operands in one loop over every label.
double naive_flops(const Contraction& contraction);

}  // namespace tcalc
