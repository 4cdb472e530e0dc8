// Standard output and other descriptors that are open already.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include <tcalc/core/hint.hpp>
#include <tcalc/os/input.hpp>

namespace tcalc::os {

// Standard output: everything that is printed goes through here, buffered; finish() reports what a lost byte
// would hide.
class StandardOutput {
 public:
  void write(std::string_view text);
  void write(std::span<const std::byte> bytes);
  // Flushes and closes. Throws Error{output} "standard output: No space left on device". Does nothing, and so
  // cannot fail, when nothing was ever written.
  void finish();
  // What was written so far goes out now, before something else is said. Throws as finish() does.
  void flush();

 private:
  std::string buffer_;
  bool used_ = false;
};

bool is_terminal(int descriptor);

// Throws Error{usage} "a.npy: input file is output file" when the descriptor is the very regular file that is
// being read; `instead` is its hint.
void forbid_same_file(int descriptor, const Input& input,
                      Hint instead = OptionHint{"write to another file, or use ", "out", "",
                                                ", which replaces it safely"});

// Writes all bytes to descriptor; short writes and EINTR are retried. Throws Error{output} "<name>:
// <reason>".
void write_all(int descriptor, std::span<const std::byte> bytes, std::string_view name);
// The same at `position` of a regular file; where the descriptor is stays.
void write_all_at(int descriptor, std::int64_t position, std::span<const std::byte> bytes,
                  std::string_view name);

// Throws what a failed write of the bytes at `source` says: where they are mapped from an input that is no
// longer there, Error{input} with its name; else output_error().
[[noreturn]] void throw_write_failure(std::string_view name, const std::byte* source, int error_number);

}  // namespace tcalc::os
