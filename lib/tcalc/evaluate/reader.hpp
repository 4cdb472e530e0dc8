// Elements of an array of any strides, a block of them at a time, as if it were contiguous.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <tcalc/core/tensor.hpp>

namespace tcalc {

class Reader {
 public:
  explicit Reader(const TensorView& view);

  // The elements `first` to `first + count - 1` in C order and native byte order: where they are, when they
  // already lie so and are aligned, else copied to `buffer`.
  const std::byte* read(std::int64_t first, std::int64_t count, std::byte* buffer) const;

  // Whether all elements are the same one.
  bool is_constant() const { return axes_.empty() || (axes_.size() == 1 && axes_[0].step == 0); }

 private:
  struct Axis {
    std::int64_t extent;
    std::int64_t step;  // in bytes
  };

  void copy(std::int64_t first, std::int64_t count, std::byte* buffer) const;

  std::vector<Axis> axes_;  // without those of size 1; neighbours that step evenly are one
  const std::byte* data_;
  std::int64_t size_;
  std::int64_t part_;  // bytes that are swapped together
  bool swapped_;
  bool direct_;  // the elements can be used where they are
};

}  // namespace tcalc
