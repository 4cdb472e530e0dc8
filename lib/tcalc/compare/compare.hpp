// Which elements of two arrays differ, and where they differ most: in one pass and bounded memory.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include <tcalc/compare/tolerance.hpp>
#include <tcalc/core/tensor.hpp>

namespace tcalc {

// Elements are told by their place in C order.
struct Comparison {
  std::int64_t elements = 0;
  std::int64_t differing = 0;
  std::int64_t with_nan = 0;  // of the differing ones, those that are NaN in either array
  // Where the largest differences are, the first of equal ones. None where no two numbers differ; and of the
  // relative ones, where the right array is 0 at all of them.
  std::optional<std::int64_t> largest_absolute, largest_relative;
  std::vector<std::int64_t> first;  // the first differing ones, in order
};

// Arrays of equal extents, of any dtypes, strides and byte orders. Different dtypes are compared in the one
// they promote to, but integers always exactly. `listed` bounds `first`. `progress` is told now and then how
// many elements were compared.
Comparison compare(const TensorView& left, const TensorView& right, const Tolerance& tolerance,
                   std::int64_t listed, const std::function<void(std::int64_t elements)>& progress = {});

}  // namespace tcalc
