// keras.backend.batch_dot in both of its published meanings.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <tcalc/ops/call_options.hpp>
#include <tcalc/ops/operation.hpp>

namespace tcalc {

// Which rule a Keras version has: "2.2.4", "2.3.1", "3". Throws Error{usage} when the text is no version.
KerasRule keras_rule(const std::string& version);

// Throws Error{mismatch} with every violated rule, Error{usage} for more than two axes.
//
// until_2_2_4 (Keras 2.1.6 to 2.2.4, TensorFlow backend): the operand of lower rank gets a trailing 1; one of
// the last two axes of each is contracted, the axes before them are the batch and must be equal. Two 2-D
// operands may contract any axis: the other one is the batch. Default axes: last of A, second-to-last of B. A
// result of one axis gets a trailing 1. The operands that old Keras transposed are conjugated, as it did.
// What it accepted by accident is refused.
//
// from_2_2_5 (Keras 2.2.5 and later, tf.keras 2, Keras 3): axis 0 is the batch and must be equal; any other
// axis is contracted. Default axes: last of A, second-to-last of B (last when B is 2-D). (b,) becomes (b, 1).
Contraction batch_dot(const Operand& a, const Operand& b, const BatchDotOptions& options = {});

extern const Operation batch_dot_operation;

}  // namespace tcalc
