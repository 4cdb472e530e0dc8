#include <algorithm>
#include <cerrno>
#include <ctime>
#include <dirent.h>
#include <fcntl.h>
#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include <tcalc/core/error.hpp>
#include <tcalc/os/leftovers.hpp>
#include <tcalc/os/system_error.hpp>

namespace tcalc::os {

namespace {

// A file is locked a moment after it is created.
constexpr std::time_t youngest = 2;  // seconds

bool is_temporary(std::string_view name) {
  constexpr std::size_t random = 7;  // ".x1y2z3"
  if (!name.starts_with('.') || !name.ends_with(temporary_ending)) return false;
  name.remove_suffix(std::string_view(temporary_ending).size());
  if (name.size() <= random + 1) return false;
  const std::string_view suffix = name.substr(name.size() - random);
  return suffix[0] == '.' && std::ranges::all_of(suffix.substr(1), [](char letter) {
           return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
         });
}

// Its size, where it is a regular file that no process holds.
std::optional<std::int64_t> abandoned(int descriptor) {
  struct stat status = {};
  if (fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  if (status.st_ctime > std::time(nullptr) - youngest) return std::nullopt;
  if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) return std::nullopt;
  return status.st_size;
}

}  // namespace

std::vector<Leftover> remove_leftovers(const std::string& folder) {
  const auto close_folder = [](DIR* directory) { closedir(directory); };
  const std::unique_ptr<DIR, decltype(close_folder)> directory(opendir(folder.c_str()));
  if (directory == nullptr) throw Error(ErrorKind::input, escaped(folder) + ": " + reason(errno));
  std::vector<Leftover> removed;
  while (const dirent* entry = readdir(directory.get())) {
    if (!is_temporary(entry->d_name)) continue;
    const int descriptor =
        openat(dirfd(directory.get()), entry->d_name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (descriptor < 0) continue;
    const std::string path = (folder == "." ? "" : folder + "/") + entry->d_name;
    const auto bytes = abandoned(descriptor);
    const bool gone = bytes && unlinkat(dirfd(directory.get()), entry->d_name, 0) == 0;
    const int failure = errno;
    close(descriptor);
    if (bytes && !gone && failure != ENOENT)  // another run that cleans may have been first
      throw output_error(escaped(path), failure);
    if (gone) removed.push_back({path, *bytes});
  }
  std::ranges::sort(removed, {}, &Leftover::path);
  return removed;
}

std::vector<Leftover> remove_parts(const std::string& folder) {
  std::error_code failed, unseen;  // of an entry that leads nowhere
  std::vector<Leftover> removed;
  for (const auto& entry : std::filesystem::directory_iterator(folder, failed)) {
    const std::string name = entry.path().filename().string();
    if (!name.starts_with('.') || !name.ends_with(parts_ending) || !entry.is_directory(unseen)) continue;
    Leftover leftover = {folder == "." ? name : entry.path().string(), 0};
    for (const auto& file : std::filesystem::directory_iterator(entry.path(), failed))
      leftover.bytes += static_cast<std::int64_t>(file.file_size(failed));
    std::filesystem::remove_all(entry.path(), failed);
    if (failed) throw output_error(escaped(leftover.path), failed.value());
    removed.push_back(std::move(leftover));
  }
  if (failed) throw Error(ErrorKind::input, escaped(folder) + ": " + reason(failed.value()));
  std::ranges::sort(removed, {}, &Leftover::path);
  return removed;
}

}  // namespace tcalc::os
