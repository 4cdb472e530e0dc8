// What the operating system says of the machine, where that bears on speed. Virtual machines leave out what
// they like. `root` is the folder that has /proc and /sys.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace tcalc::os {

// The processors that this process may run on.
int processors();

// The processors' worth of time that the control groups leave this process: 1.5. Nothing where they set no
// limit.
std::optional<double> processor_quota(const std::string& root = "");

// Threads that can run at once: a quota of 1.5 processors is worth two.
int useful_threads(int processors, std::optional<double> quota);

// Bytes of data that the caches of the first processor hold; 0 for what is not said, or cannot be.
struct Caches {
  std::int64_t l1 = 0, l2 = 0, l3 = 0;
};
Caches caches(const std::string& root = "");

// Transparent huge pages: "always", "madvise" or "never"; empty where the kernel has none.
std::string huge_pages(const std::string& root = "");

struct Machine {
  int processors = 1;
  std::optional<double> quota;
  Caches caches;
  std::string huge_pages;
};
Machine machine();

// A line each for the threads in use, the caches and huge pages; what the machine does not say is "unknown"
// or "none".
std::string description(const Machine& machine, int threads);

}  // namespace tcalc::os
