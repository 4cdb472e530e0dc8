// A view cut so that each part is small enough to be converted in memory.
#pragma once

#include <cstdint>
#include <functional>

#include <tcalc/core/tensor.hpp>

namespace tcalc {

// What is converted at a time. Bytes.
inline constexpr std::int64_t piece_bytes = std::int64_t{4} << 20;

// Calls visit with views of at most piece_bytes, whose elements one after the other are those of `view` in C
// order. None where it is empty.
void for_each_piece(const TensorView& view, const std::function<void(const TensorView&)>& visit);

}  // namespace tcalc
