#include <tcalc/core/formatted.hpp>
#include <tcalc/ops/mismatch.hpp>
#include <tcalc/ops/multi_dot.hpp>

namespace tcalc {

namespace {

Outcome multi_dot_rule(std::span<const Operand> operands, const Arguments&) {
  return contracted("multi_dot", operands, multi_dot(operands));
}

void check(std::span<const Operand> operands) {
  Mismatch mismatch("multi_dot", operands);
  const int last = static_cast<int>(operands.size()) - 1;
  for (int place = 0; place <= last; ++place) {
    const int rank = mismatch.shape(place).rank();
    const bool at_end = place == 0 || place == last;
    if (rank == 2 || (rank == 1 && at_end)) continue;
    mismatch.add(formatted("{}, but {} is {}-D",
                           at_end ? "the first and the last operand must be 1-D or 2-D"
                                  : "operands between the first and the last must be 2-D",
                           mismatch.name(place), rank));
  }
  mismatch.raise_if_any();
  for (int place = 0; place < last; ++place)
    mismatch.require_equal({place, mismatch.shape(place).rank() - 1}, {place + 1, 0});
  mismatch.raise_if_any();
}

}  // namespace

Contraction multi_dot(std::span<const Operand> operands) {
  check(operands);
  Contraction contraction(operands.size());
  int joint = -1;  // the label between the operand before and this one
  for (std::size_t place = 0; place < operands.size(); ++place) {
    const Shape& shape = operands[place].shape;
    AxisLabels& labels = contraction.operands[place];
    const bool is_last = place + 1 == operands.size();
    if (place > 0) labels.push_back(joint);
    if (place == 0 && shape.rank() == 2) {
      labels.push_back(contraction.add(Group::free, shape[0]));
      contraction.result.push_back(labels.back());
    }
    if (!is_last) {
      const Dim& own = shape[shape.rank() - 1];
      joint = contraction.add(Group::contracted, *equal(own, operands[place + 1].shape[0]));
      labels.push_back(joint);
    } else if (shape.rank() == 2) {
      labels.push_back(contraction.add(Group::free, shape[1]));
      contraction.result.push_back(labels.back());
    }
  }
  return contraction;
}

constinit const Operation multi_dot_operation = {
    .name = "multi_dot",
    .alias = "multi-dot",
    .signature = "(m?,k),(k,l),...,(p,n?)->(m?,n?)",
    .summary = "numpy.linalg.multi_dot: a chain of matrix products, in the cheapest order",
    .details =
        "The product of all operands in a row, in the cheapest order. The first "
        "operand may be 1-D, a row, and the last one 1-D, a column; all others are 2-D. tcalc explain "
        "multi_dot shows the order.",
    .example = "tcalc multi_dot 10,1000 1000,5 5,500",
    .options = {},
    .rule = multi_dot_rule,
    .fewest_operands = 2,
    .most_operands = any_number,
    .proposed = false,
};

}  // namespace tcalc
