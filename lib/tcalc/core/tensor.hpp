// Arrays in memory: a view with strides over anybody's bytes, and an owned, contiguous buffer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include <tcalc/core/dtype.hpp>
#include <tcalc/core/extents.hpp>

namespace tcalc {

// Strides of a contiguous array, last axis fastest (C) or first axis fastest (Fortran).
Strides c_strides(const Extents& extents);
Strides fortran_strides(const Extents& extents);

// Element count of valid extents.
std::int64_t count(const Extents& extents);

// Read-only elements that belong to somebody else. When `byte_swapped`, each element (each part of a complex
// one) is stored in the other byte order.
struct TensorView {
  const std::byte* data = nullptr;  // of the element with all indices 0
  Dtype dtype = Dtype::float64;
  bool byte_swapped = false;
  Extents extents;
  Strides strides;
  // Whether every element is where its dtype wants it: at a multiple of its size, of 8 at most. Known before
  // there is data, so that one plan is enough.
  bool aligned = true;

  int rank() const { return static_cast<int>(extents.size()); }
};

// Elements to be written, in native byte order and aligned.
struct MutableView {
  std::byte* data = nullptr;  // of the element with all indices 0
  Dtype dtype = Dtype::float64;
  Extents extents;
  Strides strides;

  int rank() const { return static_cast<int>(extents.size()); }
};

// A view of a C-contiguous array in native byte order, without data: what a plan needs.
TensorView contiguous(Dtype dtype, const Extents& extents);

// A view together with what keeps its bytes alive (a buffer, a mapped file).
struct Array {
  TensorView view;
  std::shared_ptr<const void> owner;
};

// An owned, C-contiguous, aligned array in native byte order.
class Tensor {
 public:
  Tensor() = default;
  // Uninitialised. Throws Error{resource} when the byte count overflows or the allocation fails.
  Tensor(Dtype dtype, Extents extents);

  std::byte* data() { return data_.get(); }
  const std::byte* data() const { return data_.get(); }
  Dtype dtype() const { return dtype_; }
  const Extents& extents() const { return extents_; }
  std::int64_t bytes() const { return count(extents_) * size_of(dtype_); }
  TensorView view() const;

 private:
  Dtype dtype_ = Dtype::float64;
  Extents extents_;
  std::shared_ptr<std::byte> data_;

  friend Array to_array(Tensor tensor);
};

Array to_array(Tensor tensor);

// The same values converted to dtype (NumPy's astype: float to integer truncates, complex drops the imaginary
// part, integers wrap), C-contiguous, native byte order.
Tensor converted(const TensorView& view, Dtype dtype);
// The same into memory of the caller's, aligned for dtype.
void convert_into(const TensorView& view, Dtype dtype, std::byte* result);

}  // namespace tcalc
