// Keeps two processes from rewriting the same file at once.
#pragma once

#include <string>

namespace tcalc::os {

// Held from construction to destruction: another process that locks the folder of the same file waits. The
// folder, since the file itself is replaced by another when it is written. Where a file system has no locks
// there is none.
class FolderLock {
 public:
  explicit FolderLock(const std::string& file);
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;
  ~FolderLock();

 private:
  int descriptor_;
};

}  // namespace tcalc::os
