#include <algorithm>
#include <array>

#include <tcalc/core/formatted.hpp>
#include <tcalc/ops/dot.hpp>
#include <tcalc/ops/mismatch.hpp>
#include <tcalc/ops/output_type.hpp>
#include <tcalc/view/axes.hpp>

namespace tcalc {

namespace {

constexpr std::array options_of_dot = {output_type_option};

Outcome dot_rule(std::span<const Operand> operands, const Arguments& arguments) {
  Contraction contraction = dot(operands[0], operands[1]);
  const auto dtype = output_type(dot_operation, operands, arguments);
  return contracted("dot", operands, std::move(contraction), dtype);
}

void check(const Operand& a, const Operand& b, int axis_a, int axis_b) {
  Mismatch mismatch("dot", a, b);
  mismatch.require_equal(axis_a, axis_b);
  if (!mismatch.any()) return;
  if (std::max(a.shape.rank(), b.shape.rank()) > 2) {
    const std::string rows = product_text(a.shape, axes_without(a.shape.rank(), axis_a));
    const std::string columns = product_text(b.shape, axes_without(b.shape.rank(), axis_b));
    mismatch.show(formatted("as matrices: ({}, {}) x ({}, {})", rows, a.shape[axis_a].text(),
                            b.shape[axis_b].text(), columns));
  }
  mismatch.raise_if_any();
}

}  // namespace

Contraction dot(const Operand& a, const Operand& b) {
  const bool scales = a.shape.rank() == 0 || b.shape.rank() == 0;
  const int axis_a = scales ? -1 : a.shape.rank() - 1;
  const int axis_b = scales ? -1 : std::max(b.shape.rank() - 2, 0);
  Contraction contraction;
  int contracted = -1;
  if (!scales) {
    check(a, b, axis_a, axis_b);
    contracted = contraction.add(Group::contracted, *equal(a.shape[axis_a], b.shape[axis_b]));
  }
  for (int axis = 0; axis < a.shape.rank(); ++axis) {
    contraction.operands[0].push_back(axis == axis_a ? contracted
                                                     : contraction.add(Group::free, a.shape[axis]));
    if (axis != axis_a) contraction.result.push_back(contraction.operands[0].back());
  }
  for (int axis = 0; axis < b.shape.rank(); ++axis) {
    contraction.operands[1].push_back(axis == axis_b ? contracted
                                                     : contraction.add(Group::free, b.shape[axis]));
    if (axis != axis_b) contraction.result.push_back(contraction.operands[1].back());
  }
  return contraction;
}

constinit const Operation dot_operation = {
    .name = "dot",
    .alias = "",
    .signature = "(...,k),(...,k,n)->(...,...,n)",
    .summary = "Keras, Theano and NumPy dot: last axis of A with second-to-last of B",
    .details =
        "Contracts the last axis of A with the second-to-last axis of B (its only axis, when B is 1-D) and "
        "keeps all other axes, those of A first. Nothing is broadcast. A 0-D operand scales the other. This "
        "is numpy.dot, and keras.backend.dot on every shape that it accepts.",
    .example = "tcalc dot 2,3,4 7,4,5",
    .options = options_of_dot,
    .rule = dot_rule,
};

}  // namespace tcalc
