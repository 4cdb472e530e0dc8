// Walks over an array of any strides and byte order as if it were contiguous.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <tcalc/core/tensor.hpp>

namespace tcalc {

// What is gathered before it is worked on: with the widest type 16 KiB, well within a first-level cache.
inline constexpr std::int64_t block_elements = 1024;
inline constexpr std::int64_t largest_element = 16;  // bytes

// Hands out the elements in C order, in native byte order, as many at a time as are asked for.
class Gather {
 public:
  explicit Gather(const TensorView& view);

  // Copies the next `count` elements; there must be as many left.
  void next(std::int64_t count, std::byte* to);

  // What comes next is element `first`, which there is.
  void move_to(std::int64_t first);

  // Whether all elements are the same one in memory.
  bool repeats() const { return axes_.size() == 1 && (axes_[0].extent == 1 || axes_[0].step == 0); }

 private:
  struct Axis {
    std::int64_t extent;
    std::int64_t step;  // in bytes
  };

  // Axes of size 1 dropped, and neighbours that step evenly joined: a contiguous array has at most one axis
  // left.
  static std::vector<Axis> folded_axes(const TensorView& view);
  // Moves on by at most what is left of the last axis.
  void advance(std::int64_t count);

  std::vector<Axis> axes_;
  std::vector<std::int64_t> index_;
  const std::byte* data_;
  std::int64_t offset_ = 0;  // past the end after the last element, where no pointer may go
  Dtype dtype_;
  bool swapped_;

  friend bool is_contiguous(const TensorView& view);
};

// Whether the elements lie one after the other in C order, in whatever byte order. For arrays that have any.
bool is_contiguous(const TensorView& view);

}  // namespace tcalc
