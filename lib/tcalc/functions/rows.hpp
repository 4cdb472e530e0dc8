// Routines along one axis: over rows that lie in memory one after the other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

#include <tcalc/builder/builder.hpp>
#include <tcalc/core/tensor.hpp>

namespace tcalc::functions {

// Calls row(elements, place) for each row of `input` along `axis`: contiguous elements in native byte order,
// and where the row's part of the result goes, which has the same extents but along `axis`.
void for_each_row(const TensorView& input, int axis, const MutableView& result,
                  const std::function<void(const std::byte* elements, std::byte* place)>& row);

// Writes what lies at source(0), ..., source(count - 1) along `axis` of a contiguous array, for all indices
// of the other axes.
void copy_along(const Tensor& from, int axis, std::int64_t count, std::byte* to,
                const std::function<std::int64_t(std::int64_t)>& source);

// A node whose result at i along `axis` is the element of `node` at source(i), 0 <= i < size. `parameters`
// are what source depends on.
NodeId gathered(expression::Builder& builder, std::string_view name, NodeId node, int axis, const Dim& size,
                const std::string& parameters, std::function<std::int64_t(std::int64_t)> source);

}  // namespace tcalc::functions
