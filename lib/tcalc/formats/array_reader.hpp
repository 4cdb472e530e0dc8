// One array of an input, whatever its format: first what its header says, then its values.
#pragma once

#include <cstdint>

#include <tcalc/core/tensor.hpp>
#include <tcalc/view/slice.hpp>

namespace tcalc::formats {

class ArrayReader {
 public:
  virtual ~ArrayReader() = default;

  // What read() will give, without data.
  virtual TensorView layout() const = 0;
  // Bytes of memory that read() will allocate.
  virtual std::int64_t buffer_bytes() const { return 0; }
  // Narrows the array to a slice. Throws what tcalc::select() throws.
  virtual void select(const Slice& slice) = 0;
  // The values: a mapping of the file where that can be had. Throws Error: input, resource.
  virtual Array read() = 0;

  // Moves past the values, to the next array of a stream.
  virtual void skip() {}
  // Whether the values are still to come through a pipe, in C order: then they can be taken in rows.
  virtual bool has_rows_to_come() const { return false; }
  // The next `rows` of the first axis.
  virtual Array next_rows(std::int64_t) { return read(); }
  // Bytes of a file that follow the array and belong to none.
  virtual std::int64_t trailing_bytes() const { return 0; }
};

}  // namespace tcalc::formats
