#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <tcalc/core/error.hpp>
#include <tcalc/os/growing_file.hpp>
#include <tcalc/os/standard_output.hpp>
#include <tcalc/os/system_error.hpp>

namespace tcalc::os {

GrowingFile::GrowingFile(const std::string& path)
    : path_(path), name_(escaped(path)), descriptor_(open(path.c_str(), O_RDWR | O_CLOEXEC | O_NOCTTY)) {
  if (descriptor_ < 0) throw output_error(name_, errno);
  struct stat status = {};
  const int failure = fstat(descriptor_, &status) != 0 ? errno : 0;
  if (failure != 0 || !S_ISREG(status.st_mode)) {
    close(descriptor_);
    if (failure != 0) throw output_error(name_, failure);
    throw Error(ErrorKind::output, name_ + ": only a regular file grows");
  }
  identity_ = {status.st_dev, status.st_ino};
  size_ = end_ = status.st_size;
  guard_ = GrownFileGuard(descriptor_, size_);
}

GrowingFile::~GrowingFile() {
  [[maybe_unused]] const int failed = end_ > size_ ? ftruncate(descriptor_, size_) : 0;
  guard_ = GrownFileGuard();
  close(descriptor_);
}

void GrowingFile::write(std::span<const std::byte> bytes) {
  const std::int64_t position = end_;
  end_ += static_cast<std::int64_t>(bytes.size());  // before: part of it may be there where it fails
  write_at(position, bytes);
}

void GrowingFile::write_at(std::int64_t position, std::span<const std::byte> bytes) const {
  write_all_at(descriptor_, position, bytes, name_);
}

void GrowingFile::commit(std::span<const std::byte> beginning, bool sync) {
  if (fdatasync(descriptor_) != 0) throw output_error(name_, errno);
  struct stat status = {};
  if (stat(path_.c_str(), &status) != 0 || FileIdentity{status.st_dev, status.st_ino} != identity_)
    throw Error(ErrorKind::output, name_ + ": was replaced by another file while it was appended to");
  hold_signals();
  write_at(0, beginning);
  size_ = end_;
  guard_ = GrownFileGuard();
  if (sync && fdatasync(descriptor_) != 0)
    throw Error(ErrorKind::output,
                name_ + ": appended, but its header cannot be synchronised: " + reason(errno));
}

}  // namespace tcalc::os
