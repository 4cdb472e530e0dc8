// Bytes on their way to a file that is compressed as a whole.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <span>

#include <tcalc/compressed/compression.hpp>

namespace tcalc::compressed {

class Output {
 public:
  using Write = std::function<void(std::span<const std::byte>)>;

  // What is compressed goes to `write`. The same bytes give the same file. Throws Error{input} where the
  // library is missing. Null where nothing is to be compressed.
  static std::unique_ptr<Output> create(Compression compression, Write write);

  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;
  virtual ~Output() = default;

  // Throw what `write` throws.
  virtual void write(std::span<const std::byte> bytes) = 0;
  virtual void finish() = 0;

 protected:
  Output() = default;
};

}  // namespace tcalc::compressed
