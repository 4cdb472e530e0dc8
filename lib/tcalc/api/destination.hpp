// How a result gets to where the caller wants it: computed there where that can be, else in memory of ours
// first.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include <tcalc/api/array_ref.hpp>
#include <tcalc/core/tensor.hpp>

namespace tcalc::api {

// Makes room for a result: returns where its elements are to be computed, C-contiguous, and nullptr where
// that is not its destination. `operands` may overlap it. Throws Error{mismatch} for a target that has
// another shape and keeps it, Error{resource} where it cannot be that large.
std::byte* room_at(const Destination& destination, const Extents& extents,
                   std::span<const TensorView> operands);

// Stores, or adds, a C-contiguous result of the destination's dtype. Throws as room_at does.
void store(const std::byte* result, const Extents& extents, const Destination& destination);

// Memory for a result that is stored afterwards: none of the heap's where it is small.
class Passing {
 public:
  Passing(Dtype dtype, const Extents& extents);
  std::byte* data() { return large_.data() == nullptr ? small_.data() : large_.data(); }

 private:
  static constexpr std::size_t few = 4096;  // bytes
  alignas(64) std::array<std::byte, few> small_;
  Tensor large_;
};

// Calls compute(std::byte* result), and sees to it that the result gets there.
template <class Compute>
void write(const Destination& destination, const Extents& extents, std::span<const TensorView> operands,
           const Compute& compute) {
  if (std::byte* const room = room_at(destination, extents, operands)) return compute(room);
  Passing result(destination.dtype, extents);
  compute(result.data());
  store(result.data(), extents, destination);
}

}  // namespace tcalc::api
