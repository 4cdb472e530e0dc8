// Reads .npy arrays: regular files are mapped, everything else is streamed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include <tcalc/core/tensor.hpp>
#include <tcalc/npy/header.hpp>
#include <tcalc/view/slice.hpp>

namespace tcalc::os {
class Input;
}

namespace tcalc::npy {

// Whether a regular file that lacks data is refused when its header is read.
enum class Completeness : std::uint8_t { required, unchecked };

// One array of an input: its header is read on construction, its data only on request.
class Reader {
 public:
  // Reads the header at the input's current position (arrays may follow one another on a stream) and, for a
  // regular file, checks that the data is all there. Throws Error{input} beginning with the input's name.
  explicit Reader(std::shared_ptr<os::Input> input, Completeness completeness = Completeness::required,
                  const Dtypes& dtypes = Dtypes::supported);

  // An array without a header in the input, at whose current position its elements begin; a regular file has
  // all of them.
  Reader(std::shared_ptr<os::Input> input, Header header);

  const Header& header() const { return header_; }
  const std::string& dict() const { return dict_; }  // the header's text as it is stored

  // From now on layout(), buffer_bytes() and read() are those of a part. Throws what tcalc::select() throws.
  void select(const Slice& slice);

  // What read() will give, without data.
  TensorView layout() const;
  // Whether all of it is read.
  bool is_whole() const { return !selection_.has_value(); }

  // The elements, in the file's dtype and byte order, and in its order of axes where that is kept: a mapping
  // of a regular file, an owned buffer of a stream, which holds no more than the selected part. Throws
  // Error{input} when the stream ends early, Error{resource} when there is no memory for the buffer.
  Array read();

  // The next `rows` of the first axis, as they are stored. Only of a C-ordered array that is read whole this
  // way. Throws Error{input} when the stream ends early.
  Array next_rows(std::int64_t rows);

  // Calls visit with the elements as they are stored, a run of whole ones at a time, in bounded memory.
  // Throws Error{input} when the stream ends early.
  void for_each_run(const std::function<void(std::span<const std::byte>)>& visit);
  // The same as far as there is data: the last run may end within an element. Returns how many bytes there
  // were.
  std::int64_t for_each_run_present(const std::function<void(std::span<const std::byte>)>& visit);

  // Moves past the elements that were not read. Throws Error{input} when the stream ends early.
  void skip();

  // Bytes of memory that read() will allocate: 0 for a mapped file.
  std::int64_t buffer_bytes() const;
  // Bytes of a named regular file or a member after the array, before it is read; 0 for streams, where
  // another array may follow.
  std::int64_t trailing_bytes() const;
  // What the header may have meant whose file has more or less data than it says, before that is read: see
  // npy/readings.hpp. Empty for streams.
  std::string fitting_readings() const;

 private:
  void pass_to(std::int64_t end);  // a position of the input
  TensorView stored() const;       // the elements as they are in the input

  std::shared_ptr<os::Input> input_;
  std::string dict_;
  Header header_;
  std::int64_t data_position_;  // in the input
  std::optional<Selection> selection_;
};

}  // namespace tcalc::npy
