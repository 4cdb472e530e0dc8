// A file, pipe or standard input that is read once, from front to back, or mapped when it is a regular file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace tcalc::os {

// What a path was when it was opened; two files are the same when device and inode are.
struct FileIdentity {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  friend bool operator==(const FileIdentity&, const FileIdentity&) = default;
};

class Input {
 public:
  // Opens by raw bytes. Throws Error{input} "<name>: No such file or directory" and the like; a directory is
  // refused.
  static std::shared_ptr<Input> open(const std::string& path);
  // File descriptor 0, named "standard input". One object for the process's arrays: they follow one another.
  static std::shared_ptr<Input> standard_input();

  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;
  ~Input();

  const std::string& name() const { return name_; }  // as it appears in messages, escaped
  FileIdentity identity() const { return identity_; }
  bool is_standard_input() const { return !owned_; }

  // Bytes of a regular file of non-zero size; nothing for a pipe, a device, or a /proc file (which claims
  // size 0).
  std::optional<std::int64_t> size() const { return size_; }
  std::int64_t position() const { return position_; }

  // Reads up to buffer.size() bytes at the current position, fewer only at the end. Retries short reads and
  // EINTR.
  std::size_t read(std::span<std::byte> buffer);

  // The next `bytes` bytes and moves past them, without copying: a private, read-only mapping of a regular
  // file. Empty when the input cannot be mapped (not regular, or mmap fails: then read() it). Requires
  // position + bytes <= size.
  std::shared_ptr<const std::byte> map(std::int64_t bytes);

  // Throws Error{input} "<name>: changed while it was being read" when size, mtime or inode of a regular file
  // are no longer those seen when it was opened.
  void check_unchanged() const;

 private:
  Input(int descriptor, std::string name, bool owned);

  int descriptor_;
  bool owned_;
  std::string name_;
  FileIdentity identity_;
  std::optional<std::int64_t> size_;
  std::int64_t mtime_nanoseconds_ = 0;
  std::int64_t position_ = 0;
};

}  // namespace tcalc::os
