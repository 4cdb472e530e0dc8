// The elements of an array that is not mapped, read front to back through a buffer of bounded size.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <tcalc/core/error.hpp>
#include <tcalc/npy/header.hpp>
#include <tcalc/os/input.hpp>

namespace tcalc::npy {

// Bytes that are read at a time: whole elements of any dtype; they stay in the L2 cache.
inline constexpr std::int64_t run_bytes = std::int64_t{1} << 18;

class Window {
 public:
  // `input` stands at the first element.
  Window(os::Input& input, const Header& header);

  // Elements from `place` on as they are stored, one at least, as many as are in the buffer. Places only
  // ascend, and are below the array's element count; what lies between is passed over. Throws Error{input}
  // when the input ends early.
  std::span<const std::byte> at(std::int64_t place);

 private:
  void pass_to(std::int64_t byte);

  os::Input& input_;
  const Header& header_;
  std::int64_t begin_ = 0, end_ = 0;  // what the buffer holds, in bytes of the array
  std::vector<std::byte> buffer_;
};

// "<name>: truncated: shape (2, 3) float64 needs 48 bytes of data, the stream ended after 43 bytes"
Error ended_early(const os::Input& input, const Header& header, std::int64_t got);
// "<name>: truncated: shape (2, 3) float64 needs 48 bytes of data, the file has 43"
Error too_short(const os::Input& input, const Header& header, std::int64_t bytes);

}  // namespace tcalc::npy
