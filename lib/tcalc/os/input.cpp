#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include <tcalc/core/error.hpp>
#include <tcalc/os/cleanup.hpp>
#include <tcalc/os/input.hpp>
#include <tcalc/os/system_error.hpp>

namespace tcalc::os {

namespace {

Error input_error(const std::string& name, int error_number) {
  return {ErrorKind::input, name + ": " + reason(error_number)};
}

std::int64_t nanoseconds(const timespec& time) {
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

// A mapping and its entry in the table of the SIGBUS handler; unmapped when the last owner goes.
struct Mapped {
  Mapped(void* start, std::size_t length, const std::string& name)
      : address(static_cast<std::byte*>(start)),
        bytes(length),
        guard(start, length, name, ErrorKind::input, "changed while it was being read") {}
  Mapped(const Mapped&) = delete;
  Mapped& operator=(const Mapped&) = delete;
  ~Mapped() { munmap(address, bytes); }

  std::byte* address;
  std::size_t bytes;
  MappingGuard guard;
};

}  // namespace

Input::Input(int descriptor, std::string name, bool owned)
    : descriptor_(descriptor), owned_(owned), name_(std::move(name)) {
  struct stat status = {};
  if (fstat(descriptor_, &status) != 0) throw input_error(name_, errno);
  if (S_ISDIR(status.st_mode)) throw Error(ErrorKind::input, name_ + ": is a directory");
  identity_ = {status.st_dev, status.st_ino};
  mtime_nanoseconds_ = nanoseconds(status.st_mtim);
  if (!S_ISREG(status.st_mode) || status.st_size == 0) return;
  size_ = status.st_size;
  const off_t position = lseek(descriptor_, 0, SEEK_CUR);
  position_ = position > 0 ? position : 0;
}

std::shared_ptr<Input> Input::open(const std::string& path) {
  const std::string name = escaped(path);
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (descriptor < 0) throw input_error(name, errno);
  try {
    return std::shared_ptr<Input>(new Input(descriptor, name, true));
  } catch (...) {
    close(descriptor);
    throw;
  }
}

std::shared_ptr<Input> Input::standard_input() {
  return std::shared_ptr<Input>(new Input(STDIN_FILENO, "standard input", false));
}

Input::~Input() {
  if (owned_) close(descriptor_);
}

std::size_t Input::read(std::span<std::byte> buffer) {
  constexpr std::size_t longest_read = std::size_t{1} << 30;  // Linux cuts a single one at 2 GiB
  std::size_t done = 0;
  while (done < buffer.size()) {
    const ssize_t count =
        ::read(descriptor_, buffer.data() + done, std::min(buffer.size() - done, longest_read));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw input_error(name_, errno);
    if (count == 0) break;
    done += static_cast<std::size_t>(count);
  }
  position_ += static_cast<std::int64_t>(done);
  return done;
}

std::shared_ptr<const std::byte> Input::map(std::int64_t bytes) {
  if (!size_ || bytes == 0) return nullptr;
  const std::int64_t page = sysconf(_SC_PAGESIZE);
  const std::int64_t first = position_ / page * page;
  const auto length = static_cast<std::size_t>(position_ - first + bytes);
  void* address = mmap(nullptr, length, PROT_READ, MAP_PRIVATE, descriptor_, first);
  if (address == MAP_FAILED) return nullptr;
  const auto mapped = std::make_shared<Mapped>(address, length, name_);
  if (!mapped->guard.registered()) return nullptr;
  const std::byte* start = mapped->address + (position_ - first);
  // The descriptor's own offset follows: a later array on it is read from there.
  if (lseek(descriptor_, position_ + bytes, SEEK_SET) < 0) return nullptr;
  position_ += bytes;
  return {mapped, start};
}

void Input::check_unchanged() const {
  if (!size_) return;
  struct stat status = {};
  const bool same = fstat(descriptor_, &status) == 0 && status.st_size == *size_ &&
                    nanoseconds(status.st_mtim) == mtime_nanoseconds_;
  if (!same) throw Error(ErrorKind::input, name_ + ": changed while it was being read");
}

}  // namespace tcalc::os
