#include <array>
#include <cerrno>
#include <charconv>
#include <random>
#include <system_error>
#include <unistd.h>

#include <tcalc/os/system_error.hpp>
#include <tcalc/os/target_path.hpp>

namespace tcalc::os {

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

std::optional<int> open_descriptor(std::string_view path) {
  if (path == "/dev/stdout") return STDOUT_FILENO;
  if (path == "/dev/stderr") return STDERR_FILENO;
  for (const std::string_view folder : {"/dev/fd/", "/proc/self/fd/"}) {
    int descriptor = -1;
    const char* const end = path.data() + path.size();
    if (!path.starts_with(folder)) continue;
    const auto [stop, error] = std::from_chars(path.data() + folder.size(), end, descriptor);
    if (error == std::errc() && stop == end && descriptor >= 0) return descriptor;
  }
  return std::nullopt;
}

std::string resolved(const std::string& path, const std::string& name) {
  constexpr int most_links = 40;  // as many as Linux follows
  std::string target = path;
  for (int links = 0; links < most_links; ++links) {
    if (open_descriptor(target)) return target;
    std::array<char, 4096> buffer;
    const ssize_t length = readlink(target.c_str(), buffer.data(), buffer.size());
    if (length < 0) return target;
    const std::string link(buffer.data(), static_cast<std::size_t>(length));
    target = link.starts_with('/') ? link : folder_of(target) + "/" + link;
  }
  throw output_error(name, ELOOP);
}

std::string random_letters() {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789";
  constexpr int count = 6;
  std::random_device random;
  std::string word;
  for (int i = 0; i < count; ++i) word += letters[random() % letters.size()];
  return word;
}

bool take_over_rights(int descriptor, const struct stat& replaced) {
  constexpr mode_t permissions = 07777, powers = 06000;  // set-uid and set-gid
  // Each by itself: a group may be given where an owner may not.
  const bool has_group = fchown(descriptor, static_cast<uid_t>(-1), replaced.st_gid) == 0;
  const bool has_owner = fchown(descriptor, replaced.st_uid, static_cast<gid_t>(-1)) == 0;
  const mode_t kept = has_owner && has_group ? permissions : permissions & ~powers;
  return fchmod(descriptor, replaced.st_mode & kept) == 0;
}

}  // namespace tcalc::os
