// A range along one axis of a view.
#pragma once

#include <cstddef>
#include <cstdint>

#include <tcalc/core/tensor.hpp>

namespace tcalc {

// The elements `first` to `first + count` along the axis; of a view without data its layout alone.
TensorView rows_of(const TensorView& view, std::size_t axis, std::int64_t first, std::int64_t count);
MutableView rows_of(const MutableView& view, std::size_t axis, std::int64_t first, std::int64_t count);

}  // namespace tcalc
