// A file that several processes write parts of, on one machine or on many that share its file system.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace tcalc::os {

// Until all parts are there it lies in a folder beside its target, whose name says which work it belongs to;
// then it is renamed over the target, and the folder goes. What is stored is said by a marker in that folder:
// no process waits for another, and one that ended early is started again. Parts are from 0.
class SharedFile {
 public:
  // `key`, letters and digits, is that of all processes of this work and of no other. Nothing is created yet.
  // Throws Error{output} where the target is no place for a file.
  SharedFile(const std::string& target, const std::string& key, std::int64_t parts);
  SharedFile(const SharedFile&) = delete;
  SharedFile& operator=(const SharedFile&) = delete;
  ~SharedFile();

  // Opens the file, and creates it with `head` and so many bytes in all, reserved on disk, unless another
  // process has done so. Returns the `kind` of whoever created it: a short text that all parts should have in
  // common. Throws Error{output} "<target>: No space left on device" and the like.
  std::string open(std::span<const std::byte> head, std::int64_t bytes, const std::string& kind);
  void write_at(std::int64_t position, std::span<const std::byte> bytes);
  // Waits until what was written is on disk, and says that the part is there. Until then it is not.
  void mark(std::int64_t part);

  bool has(std::int64_t part) const;
  std::int64_t missing() const;  // parts
  // Takes back all that any process has stored of it.
  void abandon() noexcept;
  // Renames it over the target, once; where another process has, there is nothing to do. None is missing.
  void publish();

 private:
  std::string path_of(std::int64_t part) const;
  std::string data_path() const { return folder_ + "/data"; }
  bool open_data();
  bool is_data() const;
  void create_data(std::span<const std::byte> head, std::int64_t bytes, const std::string& kind);
  void create_kind(const std::string& kind, std::uint64_t inode) const;
  std::string kind_path(std::uint64_t inode) const { return folder_ + "/kind." + std::to_string(inode); }
  std::string kind_there() const;
  std::vector<std::string> markers() const;

  std::string name_;    // as typed, escaped
  std::string target_;  // symlinks resolved
  std::string folder_;
  std::int64_t parts_;
  int descriptor_ = -1;
};

}  // namespace tcalc::os
