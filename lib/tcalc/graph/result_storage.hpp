// Where the result of a graph is to be stored: in memory, or directly in its file.
#pragma once

#include <cstddef>

#include <tcalc/core/dtype.hpp>
#include <tcalc/shape/shape.hpp>

namespace tcalc {

class ResultStorage {
 public:
  virtual ~ResultStorage() = default;

  // Makes room for the result where that takes no memory. Throws Error.
  virtual void reserve(Dtype dtype, const Shape& shape) = 0;
  // Whether that was possible.
  virtual bool reserved() const = 0;
  // Where the elements go, in C order and native byte order; else in memory that is allocated now.
  virtual std::byte* elements() = 0;
};

}  // namespace tcalc
