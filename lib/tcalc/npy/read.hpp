// Reads .npy arrays: regular files are mapped, everything else is streamed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include <tcalc/core/tensor.hpp>
#include <tcalc/npy/header.hpp>

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
  explicit Reader(std::shared_ptr<os::Input> input, Completeness completeness = Completeness::required);

  const Header& header() const { return header_; }
  const std::string& dict() const { return dict_; }  // the header's text as it is stored

  // The elements, in the file's dtype, byte order and order of axes: a mapping of a regular file, an owned
  // buffer of a stream. Throws Error{input} when the stream ends early, Error{resource} when there is no
  // memory for the buffer.
  Array read();

  // Calls visit with the elements as they are stored, a run of whole ones at a time, in bounded memory.
  // Throws Error{input} when the stream ends early.
  void for_each_run(const std::function<void(std::span<const std::byte>)>& visit);
  // The same as far as there is data: the last run may end within an element. Returns how many bytes there
  // were.
  std::int64_t for_each_run_present(const std::function<void(std::span<const std::byte>)>& visit);

  // Moves past the elements. Throws Error{input} when the stream ends early.
  void skip();

  // Bytes of memory that read() will allocate: 0 for a mapped file.
  std::int64_t buffer_bytes() const;
  // Bytes of a named regular file after the array, before it is read; 0 for streams, where another array may
  // follow.
  std::int64_t trailing_bytes() const;

 private:
  std::shared_ptr<os::Input> input_;
  std::string dict_;
  Header header_;
};

}  // namespace tcalc::npy
