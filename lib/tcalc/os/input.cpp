#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>
#include <vector>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
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

// Of a regular file. The time of the last change of its content can be set back; that of its inode cannot,
// but it also changes with the file's names, owner and mode.
bool content_changed(const struct stat& before, const struct stat& now) {
  if (before.st_size != now.st_size || nanoseconds(before.st_mtim) != nanoseconds(now.st_mtim)) return true;
  const bool same_inode = before.st_nlink == now.st_nlink && before.st_mode == now.st_mode &&
                          before.st_uid == now.st_uid && before.st_gid == now.st_gid;
  return same_inode && nanoseconds(before.st_ctim) != nanoseconds(now.st_ctim);
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

class File final : public Input {
 public:
  File(int descriptor, std::string name, bool owned)
      : Input(std::move(name)), descriptor_(descriptor), owned_(owned) {
    struct stat status = {};
    if (fstat(descriptor_, &status) != 0) throw input_error(this->name(), errno);
    if (S_ISDIR(status.st_mode)) throw Error(ErrorKind::input, this->name() + ": is a directory");
    identity_ = {status.st_dev, status.st_ino};
    opened_ = status;
    if (!S_ISREG(status.st_mode) || status.st_size == 0) return;
    size_ = status.st_size;
    const off_t position = lseek(descriptor_, 0, SEEK_CUR);
    position_ = position > 0 ? position : 0;
  }
  ~File() override {
    if (owned_) close(descriptor_);
  }

  std::optional<FileIdentity> identity() const override { return identity_; }
  bool is_standard_input() const override { return !owned_; }
  std::optional<std::int64_t> size() const override { return size_; }
  bool is_mappable() const override { return size_.has_value(); }

  std::size_t read_at(std::int64_t position, std::span<std::byte> buffer) override {
    std::size_t done = 0;
    while (done < buffer.size()) {
      const ssize_t count = pread(descriptor_, buffer.data() + done, buffer.size() - done,
                                  position + static_cast<std::int64_t>(done));
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) throw input_error(name(), errno);
      if (count == 0) break;
      done += static_cast<std::size_t>(count);
    }
    return done;
  }

  // No device: each machine has its own number for it.
  std::string stamp() const override {
    if (!size_) return {};
    return formatted("{} bytes, inode {}, {} ns", opened_.st_size, opened_.st_ino,
                     nanoseconds(opened_.st_mtim));
  }

  void check_unchanged() override {
    if (!size_) return;
    struct stat status = {};
    if (fstat(descriptor_, &status) != 0 || content_changed(opened_, status))
      throw Error(ErrorKind::input, name() + ": changed while it was being read");
  }

 private:
  std::size_t read_some(std::span<std::byte> buffer) override {
    constexpr std::size_t longest_read = std::size_t{1} << 30;  // Linux cuts a single one at 2 GiB
    while (true) {
      const ssize_t count = ::read(descriptor_, buffer.data(), std::min(buffer.size(), longest_read));
      if (count >= 0) return static_cast<std::size_t>(count);
      if (errno != EINTR) throw input_error(name(), errno);
    }
  }

  bool seek(std::int64_t position) override {
    return size_ && lseek(descriptor_, position, SEEK_SET) == position;
  }

  std::shared_ptr<const std::byte> map_at(std::int64_t position, std::int64_t bytes) override {
    const std::int64_t page = sysconf(_SC_PAGESIZE);
    const std::int64_t first = position / page * page;
    const auto length = static_cast<std::size_t>(position - first + bytes);
    void* address = mmap(nullptr, length, PROT_READ, MAP_PRIVATE, descriptor_, first);
    if (address == MAP_FAILED) return nullptr;
    const auto mapped = std::make_shared<Mapped>(address, length, name());
    if (!mapped->guard.registered()) return nullptr;
    return {mapped, mapped->address + (position - first)};
  }

  int descriptor_;
  bool owned_;
  FileIdentity identity_;
  std::optional<std::int64_t> size_;
  struct stat opened_ = {};
};

}  // namespace

std::shared_ptr<Input> Input::open(const std::string& path) {
  const std::string name = escaped(path);
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (descriptor < 0) throw input_error(name, errno);
  try {
    return std::make_shared<File>(descriptor, name, true);
  } catch (...) {
    close(descriptor);
    throw;
  }
}

std::shared_ptr<Input> Input::standard_input() {
  return std::make_shared<File>(STDIN_FILENO, "standard input", false);
}

bool Input::at_end() {
  if (size()) return position_ >= *size();
  std::byte next{};
  if (next_ || ended_) return !next_;
  if (read_some({&next, 1}) == 1)
    next_ = next;
  else
    ended_ = true;
  return ended_;
}

std::optional<std::byte> Input::peek() {
  if (at_end()) return std::nullopt;
  if (next_ || !is_mappable()) {
    std::byte next{};
    if (!next_ && read_some({&next, 1}) == 1) next_ = next;
    return next_;
  }
  std::byte next{};
  return read_at(position_, {&next, 1}) == 1 ? std::optional(next) : std::nullopt;
}

std::size_t Input::read(std::span<std::byte> buffer) {
  std::size_t done = 0;
  if (next_ && !buffer.empty()) {
    buffer[done++] = *next_;
    next_.reset();
  }
  while (done < buffer.size()) {
    const std::size_t count = read_some(buffer.subspan(done));
    ended_ = count == 0;
    if (ended_) break;
    done += count;
  }
  position_ += static_cast<std::int64_t>(done);
  return done;
}

std::optional<std::string> Input::read_text(std::size_t most) {
  constexpr std::size_t step = std::size_t{1} << 20;
  if (size() && static_cast<std::uint64_t>(*size() - position_) > most) return std::nullopt;
  std::string text;
  while (text.size() <= most) {
    const std::size_t before = text.size();
    text.resize(before + step);
    const std::size_t count = read(std::as_writable_bytes(std::span(text).subspan(before)));
    text.resize(before + count);
    if (count < step && text.size() <= most) return text;
  }
  return std::nullopt;
}

std::size_t Input::read_at(std::int64_t, std::span<std::byte>) {
  throw Error(ErrorKind::internal, name() + " cannot be read from any position");
}

std::int64_t Input::skip(std::int64_t bytes) {
  const std::int64_t left = size() ? *size() - position_ : bytes;
  const std::int64_t wanted = std::min(bytes, left);
  if (wanted > 0 && seek(position_ + wanted)) {
    position_ += wanted;
    return wanted;
  }
  std::vector<std::byte> passed(static_cast<std::size_t>(std::min(bytes, std::int64_t{1} << 18)));
  std::int64_t done = 0;
  while (done < bytes) {
    const auto next = std::min(static_cast<std::int64_t>(passed.size()), bytes - done);
    const std::size_t got = read(std::span(passed).first(static_cast<std::size_t>(next)));
    done += static_cast<std::int64_t>(got);
    if (static_cast<std::int64_t>(got) < next) break;
  }
  return done;
}

std::shared_ptr<const std::byte> Input::map(std::int64_t bytes) {
  if (!is_mappable() || bytes == 0) return nullptr;
  auto mapped = map_at(position_, bytes);
  // The descriptor's own offset follows: a later array on it is read from there.
  if (!mapped || !seek(position_ + bytes)) return nullptr;
  position_ += bytes;
  return mapped;
}

}  // namespace tcalc::os
