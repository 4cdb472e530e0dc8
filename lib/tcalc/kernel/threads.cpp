#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <omp.h>
#include <optional>

#include <tcalc/kernel/threads.hpp>
#include <tcalc/os/machine.hpp>

namespace tcalc {

namespace {

thread_local int most_threads = 0;       // 0: no scope
std::atomic<int> threads_asked_for = 0;  // of the whole process, as omp_set_num_threads has it; 0: none

}  // namespace

int default_threads() {
  const int asked_for = threads_asked_for.load(std::memory_order_relaxed);
  if (asked_for > 0) return most_threads == 0 ? asked_for : std::min(most_threads, asked_for);
  static const bool user_chose = std::getenv("OMP_NUM_THREADS") != nullptr;
  static const std::optional<double> quota = user_chose ? std::nullopt : os::processor_quota();
  const int useful = os::useful_threads(omp_get_max_threads(), quota);
  return most_threads == 0 ? useful : std::min(most_threads, useful);
}

void set_threads(int threads) { threads_asked_for.store(std::max(threads, 0), std::memory_order_relaxed); }

ThreadScope::ThreadScope(int threads) : before_(most_threads) { most_threads = std::max(threads, 1); }

ThreadScope::~ThreadScope() { most_threads = before_; }

}  // namespace tcalc
