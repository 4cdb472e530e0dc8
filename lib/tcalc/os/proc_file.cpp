#include <algorithm>
#include <array>
#include <charconv>
#include <fcntl.h>
#include <unistd.h>

#include <tcalc/os/proc_file.hpp>

namespace tcalc::os {

namespace {

// "4:cpu,cpuacct:/docker/1f" belongs to cpu, "0::/user.slice" to the unified hierarchy, which is named "".
bool lists(std::string_view controllers, std::string_view controller) {
  while (true) {
    const std::size_t comma = std::min(controllers.find(','), controllers.size());
    if (controllers.substr(0, comma) == controller) return true;
    if (comma == controllers.size()) return false;
    controllers.remove_prefix(comma + 1);
  }
}

void add_folders(std::vector<std::string>& folders, const std::string& hierarchy, std::string group) {
  while (!group.empty() && group != "/") {
    folders.push_back(hierarchy + group);
    group.resize(group.rfind('/') == std::string::npos ? 0 : group.rfind('/'));
  }
  folders.push_back(hierarchy);  // all that a container sees of its group
}

}  // namespace

std::string small_file(const std::string& path) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return {};
  std::array<char, 4096> buffer;
  const ssize_t count = read(descriptor, buffer.data(), buffer.size());
  close(descriptor);
  return std::string(buffer.data(), static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
}

std::optional<std::int64_t> number_after(std::string_view text, std::string_view key) {
  const std::size_t found = text.find(key);
  if (found == std::string_view::npos) return std::nullopt;
  text.remove_prefix(found + key.size());
  text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
  std::int64_t number = 0;
  if (std::from_chars(text.data(), text.data() + text.size(), number).ec != std::errc()) return std::nullopt;
  return number;
}

std::vector<std::string> control_groups(const std::string& root, std::string_view controller) {
  const std::string mounted = root + "/sys/fs/cgroup";
  const std::string groups = small_file(root + "/proc/self/cgroup");
  std::vector<std::string> folders;
  for (const std::string_view wanted : {std::string_view(), controller}) {
    std::string_view lines = groups;
    while (!lines.empty()) {
      const std::string_view line = lines.substr(0, lines.find('\n'));
      lines.remove_prefix(std::min(line.size() + 1, lines.size()));
      const std::size_t first = line.find(':'), second = line.find(':', first + 1);
      if (second == std::string_view::npos || !lists(line.substr(first + 1, second - first - 1), wanted))
        continue;
      const std::string hierarchy = wanted.empty() ? mounted : mounted + "/" + std::string(wanted);
      add_folders(folders, hierarchy, std::string(line.substr(second + 1)));
    }
  }
  return folders;
}

}  // namespace tcalc::os
