// What TensorFlow says, which Keras passes on.
#pragma once

#include <string>

#include <tcalc/shape/shape.hpp>

namespace tcalc {

// " for 'MatMul' (op: 'MatMul') with input shapes: [60,2], [3,70]."
std::string tensorflow_suffix(const std::string& op, const Shape& a, const Shape& b);

// Why TensorFlow up to 1.13 refuses to stack these shapes of rank 3 or more; empty when it does not.
std::string tensorflow_batch_refusal(const Shape& a, const Shape& b);

}  // namespace tcalc
