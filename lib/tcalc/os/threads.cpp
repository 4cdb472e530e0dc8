#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <mutex>
#include <optional>
#include <pthread.h>
#include <sched.h>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

#include <tcalc/os/memory.hpp>
#include <tcalc/os/threads.hpp>

namespace tcalc::os {

namespace {

// The stack that OpenMP gives its threads: a number without a unit counts KiB.
std::optional<std::int64_t> stack_of_environment() {
  for (const char* name : {"OMP_STACKSIZE", "GOMP_STACKSIZE"}) {
    const char* const value = std::getenv(name);
    if (value == nullptr) continue;
    const std::string text = value;
    const bool has_unit = text.find_first_not_of("0123456789 ") != std::string::npos;
    return parse_bytes(has_unit ? text : text + "K");
  }
  return std::nullopt;
}

std::int64_t threads_of_process() {
  struct stat status = {};
  return stat("/proc/self/task", &status) == 0 ? static_cast<std::int64_t>(status.st_nlink) : 0;
}

// A thread that was joined still counts for a moment.
void wait_until_gone(std::int64_t threads) {
  constexpr int most_tries = 10'000;
  for (int tries = 0; tries < most_tries && threads_of_process() > threads; ++tries) sched_yield();
}

void* wait_at(void* gate) {
  const std::lock_guard waiting(*static_cast<std::mutex*>(gate));
  return nullptr;
}

// Starts so many threads at the same time, and returns how many could be started.
int started(int wanted) {
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  if (const auto stack = stack_of_environment())
    pthread_attr_setstacksize(&attributes, static_cast<std::size_t>(*stack));
  const std::int64_t before = threads_of_process();
  std::vector<pthread_t> threads;
  std::mutex gate;
  {
    const std::lock_guard closed(gate);
    pthread_t thread;
    while (static_cast<int>(threads.size()) < wanted &&
           pthread_create(&thread, &attributes, wait_at, &gate) == 0)
      threads.push_back(thread);
  }
  for (const pthread_t thread : threads) pthread_join(thread, nullptr);
  pthread_attr_destroy(&attributes);
  wait_until_gone(before);
  return static_cast<int>(threads.size());
}

// libgomp keeps its threads. A forked child does not have those of its parent, but would wait for them for
// ever.
bool has_threads_of_another_process() {
  static std::atomic<pid_t> owner = 0;
  const pid_t self = getpid();
  pid_t found = 0;
  return !owner.compare_exchange_strong(found, self) && found != self;
}

}  // namespace

int startable_threads(int wanted) {
  if (has_threads_of_another_process()) return 1;
  static std::atomic<int> proven = 1;
  if (wanted <= proven) return wanted;
  static std::mutex one_at_a_time;
  const std::lock_guard lock(one_at_a_time);
  const int startable = 1 + started(wanted - 1);
  if (startable > proven) proven = startable;
  return startable;
}

}  // namespace tcalc::os
