#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <sys/file.h>
#include <unistd.h>

#include <tcalc/os/folder_lock.hpp>

namespace tcalc::os {

namespace {

// Of the file that is replaced: a symlink's target.
std::string real_folder_of(const std::string& file) {
  std::error_code failed;
  const std::filesystem::path path = std::filesystem::weakly_canonical(file, failed);
  const std::filesystem::path folder =
      failed ? std::filesystem::path(file).parent_path() : path.parent_path();
  return folder.empty() ? "." : folder.string();
}

}  // namespace

FolderLock::FolderLock(const std::string& file)
    : descriptor_(open(real_folder_of(file).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
  while (descriptor_ >= 0 && flock(descriptor_, LOCK_EX) != 0 && errno == EINTR) {
  }
}

FolderLock::~FolderLock() {
  if (descriptor_ >= 0) close(descriptor_);
}

}  // namespace tcalc::os
