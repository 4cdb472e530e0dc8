// Whether a shape is the one that was expected.
#pragma once

#include <optional>

#include <tcalc/core/dtype.hpp>
#include <tcalc/ops/operation.hpp>
#include <tcalc/shape/shape.hpp>

namespace tcalc::script {

// Dims are the same when their sizes or their names are; ? in the expectation stands for any of them, and ?
// in the operand for none but that. Throws Error{mismatch} "expect: axis 1 of s is T, not S" with every
// difference, that of the dtype too where one is expected.
void check_expectation(const Operand& operand, const Shape& expected, std::optional<Dtype> dtype);

}  // namespace tcalc::script
