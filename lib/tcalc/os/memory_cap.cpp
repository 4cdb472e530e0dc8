#include <tcalc/os/cleanup.hpp>
#include <tcalc/os/memory_cap.hpp>
#include <tcalc/os/proc_file.hpp>

namespace tcalc::os {

MemoryCap::MemoryCap(std::int64_t bytes) {
  if (!owns_process()) return;
  const auto kibibytes = number_after(small_file("/proc/self/status"), "VmData:");
  if (!kibibytes || getrlimit(RLIMIT_DATA, &before_) != 0) return;
  struct rlimit capped = before_;
  const auto most = static_cast<rlim_t>(*kibibytes * 1024 + bytes);
  if (most >= before_.rlim_cur) return;
  capped.rlim_cur = most;
  is_set_ = setrlimit(RLIMIT_DATA, &capped) == 0;
}

MemoryCap::~MemoryCap() {
  if (is_set_) setrlimit(RLIMIT_DATA, &before_);
}

}  // namespace tcalc::os
