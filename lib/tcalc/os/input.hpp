// Bytes that are read once, from front to back: a file, a pipe, standard input, or a member of an archive;
// a regular file can be mapped.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>

namespace tcalc::os {

// What a path was when it was opened; two files are the same when device and inode are.
struct FileIdentity {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  friend bool operator==(const FileIdentity&, const FileIdentity&) = default;
};

class Input {
 public:
  // Opens a file by raw bytes. Throws Error{input} "<name>: No such file or directory" and the like; a
  // directory is refused.
  static std::shared_ptr<Input> open(const std::string& path);
  // File descriptor 0, named "standard input". One object for the process's arrays: they follow one another.
  static std::shared_ptr<Input> standard_input();

  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;
  virtual ~Input() = default;

  const std::string& name() const { return name_; }  // as it appears in messages, escaped
  std::int64_t position() const { return position_; }
  // What it is on disk; nothing for what has no file of its own.
  virtual std::optional<FileIdentity> identity() const { return std::nullopt; }
  virtual bool is_standard_input() const { return false; }
  // What tells its content from any other that the path has had, on every machine that shares its file
  // system; empty for what is no regular file.
  virtual std::string stamp() const { return {}; }

  // Bytes of a regular file of non-zero size, or of an archive's member; nothing for a pipe, a device, or a
  // /proc file (which claims size 0).
  virtual std::optional<std::int64_t> size() const = 0;
  // Whether map() may work.
  virtual bool is_mappable() const { return false; }

  // Where its first byte is in the file that map() maps.
  virtual std::int64_t offset_in_file() const { return 0; }

  // Whether nothing more comes. Waits for the next byte of a pipe.
  bool at_end();

  // The next byte, which stays; nothing at the end. Waits for that of a pipe.
  std::optional<std::byte> peek();

  // Reads up to buffer.size() bytes at the current position, fewer only at the end. Retries short reads and
  // EINTR.
  std::size_t read(std::span<std::byte> buffer);

  // All that comes, as text; nothing where it is more than `most` bytes.
  std::optional<std::string> read_text(std::size_t most);

  // Moves past `bytes` bytes, without reading them where that can be done; returns how many there were.
  std::int64_t skip(std::int64_t bytes);

  // The next `bytes` bytes and moves past them, without copying: a private, read-only mapping of a regular
  // file. Empty when the input cannot be mapped (not regular, or mmap fails: then read() it). Requires
  // position + bytes <= size.
  std::shared_ptr<const std::byte> map(std::int64_t bytes);

  // Up to buffer.size() bytes at `position`, fewer only at the end; the current position stays. Only of a
  // regular file.
  virtual std::size_t read_at(std::int64_t position, std::span<std::byte> buffer);

  // Throws Error{input} "<name>: changed while it was being read" when the content of a regular file is no
  // longer what it was when it was opened, and for a member whose bytes are not those of its checksum.
  virtual void check_unchanged() = 0;

 protected:
  explicit Input(std::string name) : name_(std::move(name)) {}

  std::int64_t position_ = 0;

 private:
  friend class FilePart;  // maps a part of another input

  virtual std::size_t read_some(std::span<std::byte> buffer) = 0;  // 0 at the end
  // Whether it moved, to `position` from the beginning; false: the bytes have to be read.
  virtual bool seek(std::int64_t position) = 0;
  virtual std::shared_ptr<const std::byte> map_at(std::int64_t, std::int64_t) { return nullptr; }

  std::string name_;
  std::optional<std::byte> next_;  // read ahead by at_end()
  bool ended_ = false;             // a terminal would be asked for more
};

}  // namespace tcalc::os
