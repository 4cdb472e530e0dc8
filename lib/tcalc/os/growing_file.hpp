// A file that grows in place: what is written behind its end belongs to it once its beginning says so.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include <tcalc/os/cleanup.hpp>
#include <tcalc/os/input.hpp>

namespace tcalc::os {

// Until commit() it can be read as it was; without commit, and when a signal ends the process that can be
// caught, it is cut back to its size. One process at a time: hold a FolderLock.
class GrowingFile {
 public:
  // A regular file that is there. Throws Error{output}.
  explicit GrowingFile(const std::string& path);
  GrowingFile(const GrowingFile&) = delete;
  GrowingFile& operator=(const GrowingFile&) = delete;
  ~GrowingFile();

  const FileIdentity& identity() const { return identity_; }

  // Appends all of it. Throws Error{output} "<path>: No space left on device" and the like.
  void write(std::span<const std::byte> bytes);

  // Waits until what was written is on disk, then stores `beginning` over the file's first bytes: a power
  // loss leaves either array. `sync` waits for that too. Throws Error{output}, also where the path has
  // another file by now.
  void commit(std::span<const std::byte> beginning, bool sync);

 private:
  void write_at(std::int64_t position, std::span<const std::byte> bytes) const;

  std::string path_, name_;
  int descriptor_;
  FileIdentity identity_;
  std::int64_t size_ = 0, end_ = 0;
  GrownFileGuard guard_;
};

}  // namespace tcalc::os
