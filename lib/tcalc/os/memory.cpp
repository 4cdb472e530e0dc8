#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string_view>
#include <sys/resource.h>
#include <unistd.h>

#include <tcalc/os/memory.hpp>
#include <tcalc/os/proc_file.hpp>

namespace tcalc::os {

namespace {

// For thread stacks and the BLAS's own buffers, which are not in any plan.
constexpr std::int64_t reserve = std::int64_t{256} << 20;

std::optional<std::int64_t> machine_available() {
  const auto kibibytes = number_after(small_file("/proc/meminfo"), "MemAvailable:");
  if (!kibibytes) return std::nullopt;
  return *kibibytes * 1024;
}

// What the control group and those above it leave. The page cache a group holds can be taken back, so it
// counts as free.
std::optional<std::int64_t> group_available() {
  std::optional<std::int64_t> least;
  for (const std::string& folder : control_groups("", "memory")) {
    const auto limit = number_after(small_file(folder + "/memory.max"), "");
    const auto used = number_after(small_file(folder + "/memory.current"), "");
    if (!limit || !used) continue;
    const std::int64_t cache =
        number_after(small_file(folder + "/memory.stat"), "inactive_file ").value_or(0);
    least = std::min(least.value_or(INT64_MAX), *limit - *used + cache);
  }
  return least;
}

std::optional<std::int64_t> address_space_available() {
  struct rlimit limit = {};
  if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return std::nullopt;
  const std::int64_t pages = number_after(small_file("/proc/self/statm"), "").value_or(0);
  return static_cast<std::int64_t>(limit.rlim_cur) - pages * sysconf(_SC_PAGESIZE);
}

}  // namespace

std::int64_t available_memory() {
  std::int64_t least = INT64_MAX;
  for (const auto& available : {machine_available(), group_available(), address_space_available()}) {
    if (available) least = std::min(least, *available);
  }
  return std::max<std::int64_t>(least - reserve, 0);
}

std::string format_bytes(std::int64_t bytes) {
  if (bytes < 1024) return std::to_string(bytes) + (bytes == 1 ? " byte" : " bytes");
  constexpr std::array units = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  double value = static_cast<double>(bytes) / 1024;
  std::size_t unit = 0;
  while (value >= 999.5 && unit + 1 < units.size()) {
    value /= 1024;
    ++unit;
  }
  std::array<char, 32> text;
  const int precision = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
  auto [end, error] =
      std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed, precision);
  std::string digits(text.data(), end);
  if (precision > 0) {
    digits.erase(digits.find_last_not_of('0') + 1);
    if (digits.ends_with('.')) digits.pop_back();
  }
  return digits + " " + units[unit];
}

std::optional<std::int64_t> parse_bytes(std::string_view text) {
  double value = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  if (error != std::errc()) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  if (text.starts_with(' ')) text.remove_prefix(1);

  constexpr std::string_view units = "kmgtpe";
  const auto lower = [](char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
  };
  if (const std::size_t unit = text.empty() ? units.npos : units.find(lower(text[0])); unit != units.npos) {
    for (std::size_t i = 0; i <= unit; ++i) value *= 1024;
    text.remove_prefix(1);
    if (text == "iB" || text == "ib") text.remove_prefix(1);
  }
  if (text == "B" || text == "b") text.remove_prefix(1);
  constexpr double beyond = 9223372036854775808.0;  // 2^63
  if (!text.empty() || !(value >= 1) || value >= beyond) return std::nullopt;
  return static_cast<std::int64_t>(value);
}

}  // namespace tcalc::os
