// What the library is told of arrays in memory: of operands, and of where a result goes. describe.hpp makes
// it of xtensor expressions, calls.hpp takes it.
#pragma once

#include <cstddef>
#include <cstdint>

#include <tcalc/core/dtype.hpp>

namespace tcalc::api {

// Elements in native byte order that belong to somebody else, and so do extents and strides: all are there
// during a call.
struct ArrayRef {
  const void* data = nullptr;  // of the element with all indices 0
  Dtype dtype = Dtype::float64;
  std::size_t rank = 0;
  const std::int64_t* extents = nullptr;
  const std::int64_t* strides = nullptr;  // in elements; may be 0 or negative
};

// The same of memory that is written to, in the dtype of its destination.
struct TargetRef {
  void* data = nullptr;
  std::size_t rank = 0;
  const std::int64_t* extents = nullptr;
  const std::int64_t* strides = nullptr;
};

// Where a result goes. Each function is called at most once, and neither is where a rule refuses the
// operands.
struct Destination {
  Dtype dtype = Dtype::float64;  // of its elements; it holds the operands' values
  void* target = nullptr;        // what the functions are called with
  // What is there. Null for a new array.
  TargetRef (*current)(void* target) = nullptr;
  // Makes it an array of these extents, if it can be one, and says what is there then. What it held is lost.
  TargetRef (*resize)(void* target, const std::int64_t* extents, std::size_t rank) = nullptr;
  // The result is added to what is there, which has its shape.
  bool accumulates = false;
};

}  // namespace tcalc::api
