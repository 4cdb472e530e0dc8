// The lists that describe an array of few axes.
#pragma once

#include <cstddef>
#include <cstdint>

#include <tcalc/core/inline_vector.hpp>

namespace tcalc {

// More axes than this go to the heap.
inline constexpr std::size_t few_axes = 8;

using Extents = InlineVector<std::int64_t, few_axes>;  // one per axis, all >= 0, product checked
using Strides = InlineVector<std::int64_t, few_axes>;  // one per axis, in elements; may be 0 or negative
using AxisList = InlineVector<int, few_axes>;          // numbers of axes

}  // namespace tcalc
