// Elements of an array of any strides, a block of them at a time, as if it were contiguous.
#pragma once

#include <cstddef>
#include <cstdint>

#include <tcalc/core/gather.hpp>
#include <tcalc/core/tensor.hpp>

namespace tcalc {

class Reader {
 public:
  explicit Reader(const TensorView& view);

  // The elements `first` to `first + count - 1` in C order and native byte order: where they are, when they
  // already lie so and are aligned, else copied to `buffer`.
  const std::byte* read(std::int64_t first, std::int64_t count, std::byte* buffer);

  // Where they are when they can all be used there; else null.
  const std::byte* in_memory() const { return direct_ ? data_ : nullptr; }

  // Whether all elements are the same one.
  bool is_constant() const { return gather_.repeats(); }

 private:
  Gather gather_;
  const std::byte* data_;
  std::int64_t size_;
  bool direct_;  // the elements can be used where they are
};

}  // namespace tcalc
