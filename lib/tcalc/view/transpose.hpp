// numpy.transpose of views.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <tcalc/core/tensor.hpp>

namespace tcalc {

// The same elements: axis i of the result is axis axes[i] of the view; each axis once, 0 <= axis < rank.
TensorView transposed(const TensorView& view, std::span<const int> axes);

// Axes as they were typed, for `transposed`. Throws Error{mismatch}, beginning with `subject`, unless they
// are all axes of `name`, each once.
std::vector<int> permutation_of(const std::vector<std::int64_t>& typed, int rank, const std::string& name,
                                const std::string& subject);

}  // namespace tcalc
