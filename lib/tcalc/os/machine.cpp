#include <algorithm>
#include <cmath>
#include <sched.h>

#include <tcalc/os/machine.hpp>
#include <tcalc/os/proc_file.hpp>

namespace tcalc::os {

namespace {

// cpu.max is "150000 100000", microseconds in each period, or "max 100000"; the older files hold a number
// each, -1 where there is no limit.
std::optional<double> quota_of(const std::string& group) {
  const std::string unified = small_file(group + "/cpu.max");
  auto quota = number_after(unified, ""), period = number_after(unified, " ");
  if (unified.empty()) {
    quota = number_after(small_file(group + "/cpu.cfs_quota_us"), "");
    period = number_after(small_file(group + "/cpu.cfs_period_us"), "");
  }
  if (!quota || !period || *quota <= 0 || *period <= 0) return std::nullopt;
  return static_cast<double>(*quota) / static_cast<double>(*period);
}

// "48K" or "1M", as the kernel writes it; 0 for anything else.
std::int64_t bytes_of(const std::string& text) {
  const std::int64_t number = std::max<std::int64_t>(number_after(text, "").value_or(0), 0);
  if (number >= std::int64_t{1} << 40) return 0;
  if (text.find('K') != std::string::npos) return number << 10;
  return text.find('M') != std::string::npos ? number << 20 : number;
}

}  // namespace

int processors() {
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) != 0) return 1;  // more than the set has room for
  return std::max(CPU_COUNT(&set), 1);
}

std::optional<double> processor_quota(const std::string& root) {
  std::optional<double> least;
  for (const std::string& group : control_groups(root, "cpu")) {
    if (const auto quota = quota_of(group)) least = std::min(least.value_or(*quota), *quota);
  }
  return least;
}

int useful_threads(int processors, std::optional<double> quota) {
  if (!quota || *quota >= processors) return processors;
  return std::max(static_cast<int>(std::ceil(*quota)), 1);
}

Caches caches(const std::string& root) {
  constexpr int most_caches = 8;
  Caches caches;
  for (int index = 0; index < most_caches; ++index) {
    const std::string folder = root + "/sys/devices/system/cpu/cpu0/cache/index" + std::to_string(index);
    if (small_file(folder + "/type").starts_with("Instruction")) continue;
    const std::int64_t bytes = bytes_of(small_file(folder + "/size"));
    const std::int64_t level = number_after(small_file(folder + "/level"), "").value_or(0);
    if (level == 1) caches.l1 = bytes;
    if (level == 2) caches.l2 = bytes;
    if (level == 3) caches.l3 = bytes;
  }
  return caches;
}

std::string huge_pages(const std::string& root) {
  const std::string text =
      small_file(root + "/sys/kernel/mm/transparent_hugepage/enabled");  // "always [madvise] never"
  const std::size_t open = text.find('['), close = text.find(']', open);
  return close == std::string::npos ? "" : text.substr(open + 1, close - open - 1);
}

}  // namespace tcalc::os
