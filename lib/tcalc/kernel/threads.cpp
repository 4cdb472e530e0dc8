#include <algorithm>
#include <cstdlib>
#include <omp.h>
#include <optional>

#include <tcalc/kernel/threads.hpp>
#include <tcalc/os/machine.hpp>

namespace tcalc {

namespace {

thread_local int most_threads = 0;  // 0: no scope

}  // namespace

int default_threads() {
  static const bool user_chose = std::getenv("OMP_NUM_THREADS") != nullptr;
  static const std::optional<double> quota = user_chose ? std::nullopt : os::processor_quota();
  const int useful = os::useful_threads(omp_get_max_threads(), quota);
  return most_threads == 0 ? useful : std::min(most_threads, useful);
}

ThreadScope::ThreadScope(int threads) : before_(most_threads) { most_threads = std::max(threads, 1); }

ThreadScope::~ThreadScope() { most_threads = before_; }

}  // namespace tcalc
