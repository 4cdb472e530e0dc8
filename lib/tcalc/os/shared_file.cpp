#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/core/in_quotes.hpp>
#include <tcalc/os/cleanup.hpp>
#include <tcalc/os/leftovers.hpp>
#include <tcalc/os/output.hpp>
#include <tcalc/os/shared_file.hpp>
#include <tcalc/os/standard_output.hpp>
#include <tcalc/os/system_error.hpp>
#include <tcalc/os/target_path.hpp>

namespace tcalc::os {

namespace {

constexpr mode_t owner_alone = 0700;

// An open descriptor, closed at the end.
struct Descriptor {
  int number;
  explicit Descriptor(int opened) : number(opened) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number >= 0) close(number);
  }
};

// Names in a folder are on disk once it is.
void sync_folder(const std::string& folder) {
  const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (opened.number >= 0) fsync(opened.number);
}

// The name of the folder of parts, which no other work has.
std::string parts_folder(const std::string& target, const std::string& key) {
  constexpr std::size_t longest_base = 200;
  const std::size_t slash = target.rfind('/');
  const std::size_t begin = slash == std::string::npos ? 0 : slash + 1;
  return formatted("{}.{}.{}{}", target.substr(0, begin), target.substr(begin, longest_base), key,
                   parts_ending);
}

}  // namespace

SharedFile::SharedFile(const std::string& target, const std::string& key, std::int64_t parts)
    : name_(escaped(target)),
      target_(resolved(target, name_)),
      folder_(parts_folder(target_, key)),
      parts_(parts) {
  struct stat status = {};
  const bool exists = stat(target_.c_str(), &status) == 0;
  if (!exists && errno != ENOENT) throw output_error(name_, errno);
  if (exists && S_ISDIR(status.st_mode)) throw output_error(name_, EISDIR);
  if ((exists && !S_ISREG(status.st_mode)) || open_descriptor(target_))
    throw Error(ErrorKind::usage, name_ + ": is no regular file, and parts cannot be stored there");
}

SharedFile::~SharedFile() {
  if (descriptor_ >= 0) close(descriptor_);
}

std::string SharedFile::path_of(std::int64_t part) const { return formatted("{}/{}", folder_, part + 1); }

bool SharedFile::has(std::int64_t part) const {
  struct stat status = {};
  return stat(path_of(part).c_str(), &status) == 0;
}

std::int64_t SharedFile::missing() const {
  std::int64_t missing = 0;
  for (std::int64_t part = 0; part < parts_; ++part) missing += has(part) ? 0 : 1;
  return missing;
}

bool SharedFile::open_data() {
  descriptor_ = ::open(data_path().c_str(), O_RDWR | O_CLOEXEC);
  return descriptor_ >= 0;
}

// Whole under another name, so that nobody sees it before it is.
void SharedFile::create_data(std::span<const std::byte> head, std::int64_t bytes, const std::string& kind) {
  const std::string temporary = formatted("{}/new.{}.{}", folder_, getpid(), random_letters());
  const TemporaryFileGuard guard(temporary);
  struct stat status = {};
  try {
    const Descriptor made(::open(temporary.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
    if (made.number < 0) throw output_error(name_, errno);
    // Where room cannot be reserved, a full disk is found by whoever writes.
    if (!reserve_on_disk(made.number, bytes, name_) && ftruncate(made.number, bytes) != 0)
      throw output_error(name_, errno);
    write_all_at(made.number, 0, head, name_);
    if (fsync(made.number) != 0) throw output_error(name_, errno);
    if (fstat(made.number, &status) != 0) throw output_error(name_, errno);
    create_kind(kind, status.st_ino);
    if (link(temporary.c_str(), data_path().c_str()) != 0 && errno != EEXIST)
      throw output_error(name_, errno);
  } catch (...) {
    unlink(temporary.c_str());
    unlink(kind_path(status.st_ino).c_str());
    rmdir(folder_.c_str());  // where nobody else needs it
    throw;
  }
  unlink(temporary.c_str());
}

std::vector<std::string> SharedFile::markers() const {
  std::vector<std::string> found;
  std::error_code failed;
  for (const auto& entry : std::filesystem::directory_iterator(folder_, failed)) {
    const std::string name = entry.path().filename().string();
    if (std::ranges::all_of(name, [](char letter) { return letter >= '0' && letter <= '9'; }))
      found.push_back(entry.path().string());
  }
  return found;
}

// Of the file with this inode, whole from the beginning as that is: other processes may try to create both.
void SharedFile::create_kind(const std::string& kind, std::uint64_t inode) const {
  const std::string temporary = formatted("{}/kind.{}.{}", folder_, getpid(), random_letters());
  const TemporaryFileGuard guard(temporary);
  try {
    const Descriptor made(::open(temporary.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
    if (made.number < 0) throw output_error(name_, errno);
    write_all(made.number, std::as_bytes(std::span(kind)), name_);
    if (rename(temporary.c_str(), kind_path(inode).c_str()) != 0) throw output_error(name_, errno);
  } catch (...) {
    unlink(temporary.c_str());
    throw;
  }
}

std::string SharedFile::kind_there() const {
  struct stat status = {};
  if (fstat(descriptor_, &status) != 0) throw output_error(name_, errno);
  std::ifstream file(kind_path(status.st_ino));
  std::string kind;
  std::getline(file, kind);
  return kind;
}

std::string SharedFile::open(std::span<const std::byte> head, std::int64_t bytes, const std::string& kind) {
  constexpr int most_tries = 10;  // whoever publishes may remove the folder just now
  for (int tries = 0; tries < most_tries; ++tries) {
    if (mkdir(folder_.c_str(), owner_alone) != 0 && errno != EEXIST)
      throw Error(ErrorKind::output, formatted("{}: cannot create a folder in {}: {}", name_,
                                               in_quotes(folder_of(target_)), reason(errno)));
    // Markers that were there before a file that is not are those of a run that published it and was killed
    // then.
    const std::vector<std::string> old = markers();
    if (open_data()) return kind_there();
    for (const std::string& marker : old) unlink(marker.c_str());
    try {
      create_data(head, bytes, kind);
    } catch (const Error&) {
      struct stat status = {};
      if (stat(folder_.c_str(), &status) == 0 || errno != ENOENT || tries + 1 == most_tries) throw;
      continue;
    }
    if (open_data()) return kind_there();
  }
  throw output_error(name_, ENOENT);
}

void SharedFile::write_at(std::int64_t position, std::span<const std::byte> bytes) {
  write_all_at(descriptor_, position, bytes, name_);
}

void SharedFile::mark(std::int64_t part) {
  if (fsync(descriptor_) != 0) throw output_error(name_, errno);
  const Descriptor made(::open(path_of(part).c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
  if (made.number < 0 && errno != EEXIST) throw output_error(name_, errno);
  sync_folder(folder_);
}

void SharedFile::abandon() noexcept {
  std::error_code failed;
  std::filesystem::remove_all(folder_, failed);
}

// Whether the file that is open is still to be published: another process may have done that, and a third
// have begun the same work anew.
bool SharedFile::is_data() const {
  struct stat own = {}, there = {};
  return fstat(descriptor_, &own) == 0 && stat(data_path().c_str(), &there) == 0 &&
         own.st_ino == there.st_ino;
}

void SharedFile::publish() {
  struct stat replaced = {};
  if (stat(target_.c_str(), &replaced) == 0 && !take_over_rights(descriptor_, replaced))
    throw output_error(name_, errno);
  hold_signals();
  if (is_data() && rename(data_path().c_str(), target_.c_str()) != 0 && errno != ENOENT)
    throw output_error(name_, errno);
  struct stat begun = {};
  if (stat(data_path().c_str(), &begun) == 0) return;  // by another process, anew
  std::error_code failed;
  std::filesystem::remove_all(folder_, failed);
  sync_folder(folder_of(target_));
}

}  // namespace tcalc::os
