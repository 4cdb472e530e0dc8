#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <omp.h>
#include <vector>

#include <tcalc/kernel/team.hpp>
#include <tcalc/os/threads.hpp>

namespace tcalc {

namespace {

// Neighbouring indices that one thread begins with. On a line of its own: others look only once they are
// done.
struct alignas(64) Share {
  std::atomic<std::int64_t> next = 0;
  std::int64_t end = 0;
};

class Team {
 public:
  Team(std::int64_t count, int threads) : count_(count), shares_(static_cast<std::size_t>(threads)) {
    for (std::int64_t i = 0; i < threads; ++i) {
      Share& share = shares_[static_cast<std::size_t>(i)];
      share.next = count * i / threads;
      share.end = count * (i + 1) / threads;
    }
  }

  // A thread's whole work: its own share first, which it finds in its caches when the same product is
  // computed again, then what is left of the others'.
  void run(std::size_t thread, const std::function<void(std::int64_t, Scratch&)>& work,
           const Progress& progress) {
    Scratch scratch;
    for (std::size_t i = 0; i < shares_.size(); ++i) {
      Share& share = shares_[(thread + i) % shares_.size()];
      for (std::int64_t index = 0; !failed_ && (index = share.next++) < share.end;) {
        work(index, scratch);
        ++done_;
        if (progress) tell(progress);
      }
    }
  }

  // To be called from a catch.
  void fail() {
    if (!failed_.exchange(true)) failure_ = std::current_exception();
  }
  void rethrow() const {
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  void tell(const Progress& progress) {
    const std::lock_guard lock(telling_);
    progress(static_cast<double>(done_) / static_cast<double>(count_));
  }

  std::int64_t count_;
  std::vector<Share> shares_;
  std::mutex telling_;
  std::atomic<std::int64_t> done_ = 0;
  std::atomic<bool> failed_ = false;
  std::exception_ptr failure_;
};

void run_alone(std::int64_t count, const std::function<void(std::int64_t, Scratch&)>& work,
               const Progress& progress) {
  Scratch scratch;
  for (std::int64_t index = 0; index < count; ++index) {
    work(index, scratch);
    if (progress) progress(static_cast<double>(index + 1) / static_cast<double>(count));
  }
}

}  // namespace

void share_out(std::int64_t count, int threads, const std::function<void(std::int64_t, Scratch&)>& work,
               const Progress& progress) {
  const int wanted = static_cast<int>(std::clamp<std::int64_t>(count, 1, threads));
  const int size = wanted == 1 ? 1 : os::startable_threads(wanted);
  if (size == 1) return run_alone(count, work, progress);
  Team team(count, size);
#pragma omp parallel num_threads(size)
  {
    try {
      team.run(static_cast<std::size_t>(omp_get_thread_num()), work, progress);
    } catch (...) {
      team.fail();
    }
  }
  team.rethrow();
}

}  // namespace tcalc
