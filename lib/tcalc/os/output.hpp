// A file that is published whole or not at all.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <sys/types.h>

#include <tcalc/os/cleanup.hpp>
#include <tcalc/os/input.hpp>

namespace tcalc::os {

// Creates a temporary file beside the target at once, so that a directory that cannot be written is found
// before any work; commit() renames it over the target. Without commit the target stays what it was and the
// temporary file goes, also when a signal ends the process. A target that is not a regular file (a pipe,
// /dev/null) is written directly. A symlink is followed: its target is replaced. An existing file keeps its
// owner and group where this process may give files away, and its mode bits, but for set-uid and set-gid
// where it may not; a new one gets 0666 & ~umask.
class OutputFile {
 public:
  // Throws Error{output} "<path>: ..." when the target is a directory or no file can be created beside it.
  explicit OutputFile(const std::string& path);
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  ~OutputFile();

  // The file's first `bytes` bytes, reserved on disk and mapped: what is stored there is its content, and
  // nothing more is to be written. nullptr where that cannot be had (not a regular file, or a file system
  // that cannot reserve): then write(). Throws Error{output} "<path>: No space left on device".
  std::byte* map(std::int64_t bytes);
  // Whether the target is a file that map() may work for; false for pipes and devices.
  bool is_regular() const { return !temporary_.empty(); }
  // What its file system has left. Bytes.
  std::int64_t free_bytes() const;
  // Throws Error{output} "<path>: No space left on device: ..." when that is less. Nothing where the target
  // is not a regular file.
  void require_free(std::int64_t bytes) const;
  // Whether both replace, or write to, the same file.
  bool is_same_as(const OutputFile& other) const;
  // Whether standard output is that file, or the same pipe or terminal.
  bool is_standard_output() const;
  // Whether that file is being read.
  bool replaces(const Input& input) const;
  bool replaces(const std::string& path) const;

  // Appends all of it. Throws Error{output} "<path>: No space left on device" and the like.
  void write(std::span<const std::byte> bytes);
  // Stores all of it at `position`, which may be before the end. Only of a regular file.
  void write_at(std::int64_t position, std::span<const std::byte> bytes);
  // Flushes, closes and publishes. `sync` also waits until file and directory are on disk.
  void commit(bool sync = false);

 private:
  friend void publish_together(std::span<OutputFile* const> files);

  // What publication changed, and taking it back undoes.
  enum class Publication : std::uint8_t { none, exchanged, created, replaced };

  // Waits until all is on disk, if `sync`, and closes.
  void finish(bool sync);
  void replace();
  // The same so that it can be taken back where the file system can exchange two names.
  void replace_reversibly();
  // Whether the target is what it was before.
  bool take_back() noexcept;
  void create_temporary(mode_t mode);
  void take_over(const struct stat& status);
  void abandon() noexcept;

  std::string name_;       // as typed, escaped
  std::string target_;     // symlinks resolved
  std::string temporary_;  // empty when the target is written directly
  TemporaryFileGuard guard_;
  int descriptor_ = -1;
  std::optional<FileIdentity> identity_;  // of the file that is replaced or written to
  std::shared_ptr<std::byte> mapped_;
  Publication publication_ = Publication::none;
};

// Makes a file that long, with room on disk for all of it: a full disk is found now. False where its file
// system cannot reserve. Throws Error{output} "<name>: No space left on device".
bool reserve_on_disk(int descriptor, std::int64_t bytes, const std::string& name);

// Whether there is a file at this path that others are added to; an empty one is as good as none. Throws
// Error{output} where that cannot be told: what it holds would be lost.
bool has_content(const std::string& path);

// Publishes all or none: where one cannot replace its target, those before it get back what they held. Throws
// Error{output} of the one that could not.
void publish_together(std::span<OutputFile* const> files);

}  // namespace tcalc::os
