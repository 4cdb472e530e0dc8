// What callers describe, as rules and plans take it.
#pragma once

#include <cstddef>

#include <tcalc/api/array_ref.hpp>
#include <tcalc/core/tensor.hpp>
#include <tcalc/ops/operand.hpp>

namespace tcalc::api {

TensorView view_of(const ArrayRef& array);

// Named A, B, ... by its place.
Operand operand_of(std::size_t place, const TensorView& view);

}  // namespace tcalc::api
