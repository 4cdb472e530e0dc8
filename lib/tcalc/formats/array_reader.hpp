// One array of an input, whatever its format: first what its header says, then its values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include <tcalc/core/tensor.hpp>
#include <tcalc/os/input.hpp>
#include <tcalc/view/slice.hpp>

namespace tcalc::formats {

// What a header says, of arrays too whose dtype tcalc has not.
struct Description {
  Extents extents;
  std::string dtype;     // as the header has it where it is none of tcalc's
  bool is_known = true;  // whether it is one of tcalc's
  bool fortran_order = false;
  std::string byte_order;                   // "little" or "big"; empty where it has none
  std::string version;                      // of the header; empty where it has none
  std::optional<std::int64_t> bytes;        // nothing where that is not known
  std::optional<std::int64_t> data_offset;  // in the file or member; nothing where there is no header
  bool has_values = true;                   // whether they can be read
  std::string remark;                       // what is unusual about how it is stored, beside all this
};

// Of an array that has no header of its own: a fill, values, a table, a slice.
Description description_of(const TensorView& layout);

class ArrayReader {
 public:
  virtual ~ArrayReader() = default;

  // What read() will give, without data. Requires a dtype that tcalc has.
  virtual TensorView layout() const = 0;
  virtual Description description() const { return description_of(layout()); }
  // Bytes of memory that read() will allocate.
  virtual std::int64_t buffer_bytes() const { return 0; }
  // Narrows the array to a slice. Throws what tcalc::select() throws.
  virtual void select(const Slice& slice) = 0;
  // The values: a mapping of the file where that can be had. Throws Error: input, resource.
  virtual Array read() = 0;
  // What the values are read from.
  virtual std::shared_ptr<os::Input> input() const = 0;

  // Calls visit with the elements as they are stored, whole ones, a run at a time. Throws Error{input}.
  virtual void for_each_run(const std::function<void(std::span<const std::byte>)>& visit);
  // Moves past the values, to the next array of a stream.
  virtual void skip() {}
  // Whether the values are still to come through a pipe, in C order: then they can be taken in rows.
  virtual bool has_rows_to_come() const { return false; }
  // The next `rows` of the first axis.
  virtual Array next_rows(std::int64_t) { return read(); }
  // Bytes of a file that follow the array and belong to none.
  virtual std::int64_t trailing_bytes() const { return 0; }
  // What a header may have meant that such bytes follow, or that lacks data; empty where nothing fits.
  virtual std::string fitting_readings() const { return {}; }
};

}  // namespace tcalc::formats
