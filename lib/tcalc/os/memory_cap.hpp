// A bound on what other people's code may allocate while it reads a file whose sizes nobody has checked.
#pragma once

#include <cstdint>
#include <sys/resource.h>

namespace tcalc::os {

// While it lives, this process gets no more than `bytes` beside what it has; what asks for more is refused.
// In the program alone: as a library, tcalc leaves the limits of its process as they are.
class MemoryCap {
 public:
  explicit MemoryCap(std::int64_t bytes);
  MemoryCap(const MemoryCap&) = delete;
  MemoryCap& operator=(const MemoryCap&) = delete;
  ~MemoryCap();

 private:
  struct rlimit before_ = {};
  bool is_set_ = false;
};

}  // namespace tcalc::os
