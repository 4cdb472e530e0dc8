#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <optional>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/core/in_quotes.hpp>
#include <tcalc/os/leftovers.hpp>
#include <tcalc/os/memory.hpp>
#include <tcalc/os/output.hpp>
#include <tcalc/os/standard_output.hpp>
#include <tcalc/os/system_error.hpp>
#include <tcalc/os/target_path.hpp>

namespace tcalc::os {

namespace {

// ".NAME.XXXXXX.tcalc.tmp" beside the target; the name is cut where it would get too long for a directory
// entry.
std::string temporary_name(const std::string& target) {
  constexpr std::size_t longest_base = 200;
  const std::size_t slash = target.rfind('/');
  const std::string folder = slash == std::string::npos ? "" : target.substr(0, slash + 1);
  const std::string base = target.substr(slash == std::string::npos ? 0 : slash + 1, longest_base);
  return formatted("{}.{}.{}{}", folder, base, random_letters(), temporary_ending);
}

// The folder of a target, opened before the rename: what fails until then leaves the target as it was.
class Folder {
 public:
  Folder(const std::string& target, const std::string& name)
      : descriptor_(open(folder_of(target).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
    if (descriptor_ < 0) throw output_error(name, errno);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { close(descriptor_); }

  void sync(const std::string& name) const {
    if (fsync(descriptor_) == 0) return;
    throw Error(ErrorKind::output,
                name + ": written, but its folder cannot be synchronised: " + reason(errno));
  }

 private:
  int descriptor_;
};

}  // namespace

OutputFile::OutputFile(const std::string& path) : name_(escaped(path)) {
  struct stat status = {};
  const bool exists = stat(path.c_str(), &status) == 0;
  if (!exists && errno != ENOENT) throw output_error(name_, errno);
  if (exists && S_ISDIR(status.st_mode)) throw output_error(name_, EISDIR);
  target_ = resolved(path, name_);
  if (exists) identity_ = {status.st_dev, status.st_ino};
  if (const auto descriptor = open_descriptor(target_)) {
    constexpr int above_standard = 3;
    descriptor_ = fcntl(*descriptor, F_DUPFD_CLOEXEC, above_standard);
    if (descriptor_ < 0) throw output_error(name_, errno);
    return;
  }
  if (exists && !S_ISREG(status.st_mode)) {
    // A pipe, a device: nothing to replace.
    descriptor_ = open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY);
    if (descriptor_ < 0) throw output_error(name_, errno);
    return;
  }
  if (!exists && target_.ends_with('/')) throw output_error(name_, EISDIR);
  constexpr mode_t owner_alone = 0600, everybody = 0666;  // less the umask
  create_temporary(exists ? owner_alone : everybody);
  if (exists) take_over(status);
}

void OutputFile::take_over(const struct stat& status) {
  if (take_over_rights(descriptor_, status)) return;
  const int failure = errno;
  abandon();
  throw output_error(name_, failure);
}

void OutputFile::create_temporary(mode_t mode) {
  constexpr int most_tries = 100;  // names are random: a second is rare
  for (int tries = 0; tries < most_tries; ++tries) {
    temporary_ = temporary_name(target_);
    guard_ = TemporaryFileGuard(temporary_);
    descriptor_ = open(temporary_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (descriptor_ >= 0) {
      flock(descriptor_, LOCK_EX | LOCK_NB);  // as long as this process lives; see os/leftovers.hpp
      return;
    }
    const int failure = errno;
    guard_.release();
    temporary_.clear();
    if (failure == EEXIST) continue;
    throw Error(ErrorKind::output, formatted("{}: cannot create a file in {}: {}", name_,
                                             in_quotes(folder_of(target_)), reason(failure)));
  }
  throw output_error(name_, EEXIST);
}

OutputFile::~OutputFile() { abandon(); }

void OutputFile::abandon() noexcept {
  mapped_.reset();
  if (descriptor_ >= 0) close(descriptor_);
  descriptor_ = -1;
  if (!temporary_.empty()) unlink(temporary_.c_str());
  temporary_.clear();
  guard_.release();
}

std::byte* OutputFile::map(std::int64_t bytes) {
  if (!is_regular()) return nullptr;
  // A full disk is found now, not by a signal while the result is stored.
  if (!reserve_on_disk(descriptor_, bytes, name_)) return nullptr;
  const auto size = static_cast<std::size_t>(bytes);
  void* address = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor_, 0);
  if (address == MAP_FAILED) return nullptr;
  const auto guard =
      std::make_shared<MappingGuard>(address, size, name_, ErrorKind::output, "cannot be written");
  mapped_ = {static_cast<std::byte*>(address), [guard, size](std::byte* start) { munmap(start, size); }};
  if (!guard->registered()) mapped_.reset();
  return mapped_.get();
}

std::int64_t OutputFile::free_bytes() const {
  struct statvfs status = {};
  if (fstatvfs(descriptor_, &status) != 0) throw output_error(name_, errno);
  return static_cast<std::int64_t>(status.f_bavail) * static_cast<std::int64_t>(status.f_frsize);
}

void OutputFile::require_free(std::int64_t bytes) const {
  if (!is_regular()) return;
  const std::int64_t free = free_bytes();
  if (bytes <= free) return;
  throw Error(ErrorKind::output, formatted("{}: {}: {} are needed, {} are free", name_, reason(ENOSPC),
                                           format_bytes(bytes), format_bytes(free)));
}

bool OutputFile::is_same_as(const OutputFile& other) const {
  if (identity_ && identity_ == other.identity_) return true;
  // Neither is there yet: then their names decide.
  const auto place = [](const std::string& target) {
    std::error_code failed;
    return std::filesystem::weakly_canonical(std::filesystem::absolute(target, failed), failed);
  };
  return !identity_ && !other.identity_ && place(target_) == place(other.target_);
}

bool OutputFile::is_standard_output() const {
  struct stat status = {};
  if (fstat(STDOUT_FILENO, &status) != 0) return false;
  if (S_ISCHR(status.st_mode) && !isatty(STDOUT_FILENO)) return false;  // /dev/null takes any number
  return identity_ == FileIdentity{status.st_dev, status.st_ino};
}

bool OutputFile::replaces(const Input& input) const { return identity_ && identity_ == input.identity(); }

bool OutputFile::replaces(const std::string& path) const {
  struct stat status = {};
  return stat(path.c_str(), &status) == 0 && identity_ == FileIdentity{status.st_dev, status.st_ino};
}

void OutputFile::write(std::span<const std::byte> bytes) { write_all(descriptor_, bytes, name_); }

void OutputFile::write_at(std::int64_t position, std::span<const std::byte> bytes) {
  write_all_at(descriptor_, position, bytes, name_);
}

void OutputFile::finish(bool sync) {
  mapped_.reset();
  if (sync && is_regular() && fsync(descriptor_) != 0) throw output_error(name_, errno);
  if (close(std::exchange(descriptor_, -1)) != 0) throw output_error(name_, errno);
}

void OutputFile::replace() {
  if (!is_regular()) return;
  if (rename(temporary_.c_str(), target_.c_str()) != 0) throw output_error(name_, errno);
  guard_.release();
  temporary_.clear();
}

void OutputFile::commit(bool sync) {
  const bool regular = is_regular();
  finish(sync);
  std::optional<Folder> folder;
  if (sync && regular) folder.emplace(target_, name_);
  replace();
  if (folder) folder->sync(name_);
}

bool reserve_on_disk(int descriptor, std::int64_t bytes, const std::string& name) {
  int failed = -1;
  do failed = fallocate(descriptor, 0, 0, bytes);
  while (failed != 0 && errno == EINTR);
  if (failed == 0) return true;
  if (errno == EOPNOTSUPP || errno == ENOSYS) return false;
  throw output_error(name, errno);
}

bool has_content(const std::string& path) {
  struct stat status = {};
  if (stat(path.c_str(), &status) == 0) return status.st_size > 0;
  if (errno == ENOENT) return false;
  throw output_error(escaped(path), errno);
}

}  // namespace tcalc::os
