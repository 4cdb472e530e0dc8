// The small text files of /proc and /sys.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tcalc::os {

// Its first 4096 bytes; empty when it cannot be read.
std::string small_file(const std::string& path);

// The number that follows `key`, whatever spaces stand between; nothing when there is none ("max").
std::optional<std::int64_t> number_after(std::string_view text, std::string_view key);

// The folders of this process's control groups under root/sys/fs/cgroup, each before the one above it: those
// of the unified hierarchy, then those of the controller's own ("cpu", "memory"), where a machine has that.
std::vector<std::string> control_groups(const std::string& root, std::string_view controller);

}  // namespace tcalc::os
