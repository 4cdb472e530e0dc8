#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string_view>
#include <sys/resource.h>

#include <tcalc/core/formatted.hpp>
#include <tcalc/os/memory.hpp>
#include <tcalc/os/proc_file.hpp>

namespace tcalc::os {

namespace {

constexpr std::int64_t mebi = std::int64_t{1} << 20;

// Of the machine's memory: what stacks and the BLAS's buffers touch, which is in no plan.
constexpr std::int64_t touched = 256 * mebi;

std::int64_t stack_bytes() {
  constexpr std::int64_t where_unlimited = 8 * mebi;
  struct rlimit limit = {};
  if (getrlimit(RLIMIT_STACK, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return where_unlimited;
  return static_cast<std::int64_t>(limit.rlim_cur);
}

std::optional<std::int64_t> machine_available(const std::string& root) {
  const auto kibibytes = number_after(small_file(root + "/proc/meminfo"), "MemAvailable:");
  if (!kibibytes) return std::nullopt;
  return *kibibytes * 1024;
}

// The files of a control group, in either version of the interface.
struct GroupFiles {
  const char *limit, *used, *cache;
};
constexpr std::array group_files = {
    GroupFiles{"/memory.max", "/memory.current", "inactive_file "},
    GroupFiles{"/memory.limit_in_bytes", "/memory.usage_in_bytes", "total_inactive_file "}};

// What the control group and those above it leave. The page cache a group holds can be taken back, so it
// counts as free.
std::optional<std::int64_t> group_available(const std::string& root) {
  std::optional<std::int64_t> least;
  for (const std::string& folder : control_groups(root, "memory")) {
    for (const GroupFiles& files : group_files) {
      const auto limit = number_after(small_file(folder + files.limit), "");
      const auto used = number_after(small_file(folder + files.used), "");
      if (!limit || !used) continue;
      const std::int64_t cache = number_after(small_file(folder + "/memory.stat"), files.cache).value_or(0);
      least = std::min(least.value_or(INT64_MAX), *limit - *used + cache);
    }
  }
  return least;
}

// What a limit leaves of which the process uses so much, as /proc/self/status says.
std::optional<std::int64_t> left_of_limit(const std::string& root, __rlimit_resource resource,
                                          std::string_view used) {
  struct rlimit limit = {};
  if (getrlimit(resource, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return std::nullopt;
  const std::int64_t kibibytes = number_after(small_file(root + "/proc/self/status"), used).value_or(0);
  return std::max<std::int64_t>(static_cast<std::int64_t>(limit.rlim_cur) - kibibytes * 1024, 0);
}

}  // namespace

std::int64_t process_memory_left(const std::string& root) {
  return std::min(left_of_limit(root, RLIMIT_AS, "VmSize:").value_or(INT64_MAX),
                  left_of_limit(root, RLIMIT_DATA, "VmData:").value_or(INT64_MAX));
}

std::int64_t thread_bytes(int threads) {
  constexpr std::int64_t program = 16 * mebi;
  constexpr std::int64_t heap = 64 * mebi;  // that the allocator sets aside for a thread
  return program + (threads - 1) * (stack_bytes() + heap);
}

std::int64_t available_memory(int threads, bool blas, const std::string& root) {
  const std::int64_t machine =
      std::min(machine_available(root).value_or(INT64_MAX), group_available(root).value_or(INT64_MAX));
  const std::int64_t taken = thread_bytes(threads) + (blas ? threads * blas_buffer_bytes : 0);
  return std::max<std::int64_t>(std::min(machine - touched, process_memory_left(root) - taken), 0);
}

std::string format_bytes(std::int64_t bytes) {
  if (bytes < 1024) return counted(bytes, "byte");
  constexpr std::array units = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  double value = static_cast<double>(bytes) / 1024;
  std::size_t unit = 0;
  while (value >= 999.5) {  // 8 EiB at most
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
