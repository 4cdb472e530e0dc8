#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <sched.h>
#include <vector>

#include <tcalc/core/formatted.hpp>
#include <tcalc/os/machine.hpp>
#include <tcalc/os/memory.hpp>
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

// "2 (8 processors, a quota of 1.5)"
std::string threads_text(const Machine& machine, int threads) {
  std::string text = formatted("{} ({}", threads, counted(machine.processors, "processor"));
  if (machine.quota) {
    std::array<char, 32> digits;
    char* const end = std::to_chars(digits.data(), digits.data() + digits.size(), *machine.quota,
                                    std::chars_format::general, 3)
                          .ptr;
    text += ", a quota of " + std::string(digits.data(), end);
  }
  return text + ")";
}

std::string size_text(const char* name, std::int64_t bytes) {
  return std::string(name) + " " + (bytes == 0 ? "unknown" : format_bytes(bytes));
}

std::string caches_text(const Caches& caches) {
  return formatted("{}, {}, {}", size_text("L1", caches.l1), size_text("L2", caches.l2),
                   size_text("L3", caches.l3));
}

}  // namespace

int processors() {
  // The kernel refuses a set that has no room for all processors that it was built for.
  for (std::size_t room = 1; room <= 64; room *= 2) {
    std::vector<cpu_set_t> sets(room);
    const std::size_t bytes = room * sizeof(cpu_set_t);
    if (sched_getaffinity(0, bytes, sets.data()) == 0) return std::max(CPU_COUNT_S(bytes, sets.data()), 1);
  }
  return 1;
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
    const std::string folder = formatted("{}/sys/devices/system/cpu/cpu0/cache/index{}", root, index);
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

Machine machine() { return {processors(), processor_quota(), caches(), huge_pages()}; }

std::string description(const Machine& machine, int threads) {
  std::string text = "threads          " + threads_text(machine, threads) + "\n";
  text += "caches           " + caches_text(machine.caches) + "\n";
  return formatted("{}huge pages       {}\n", text, machine.huge_pages.empty() ? "none" : machine.huge_pages);
}

}  // namespace tcalc::os
