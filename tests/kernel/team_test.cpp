#include <atomic>
#include <stdexcept>
#include <sys/wait.h>
#include <tests/support/catch.hpp>
#include <unistd.h>
#include <vector>

#include <tcalc/kernel/team.hpp>
#include <tcalc/kernel/threads.hpp>

using namespace tcalc;

TEST_CASE("each index is worked on exactly once, whatever the number of threads") {
  for (const int threads : {1, 2, 3, 8}) {
    for (const std::int64_t count : {0, 1, 2, 7, 100}) {
      CAPTURE(threads, count);
      std::vector<std::atomic<int>> times(static_cast<std::size_t>(count));
      share_out(count, threads,
                [&](std::int64_t index, Scratch&) { ++times[static_cast<std::size_t>(index)]; }, {});
      for (const auto& once : times) CHECK(once == 1);
    }
  }
}

TEST_CASE("a thread that is done helps the others") {
  // The first index waits for all the others, also for the rest of its own thread's share.
  std::atomic<int> others = 0;
  const auto work = [&](std::int64_t index, Scratch&) {
    if (index != 0) ++others;
    while (index == 0 && others < 9) {
    }
  };
  share_out(10, 2, work, {});
  CHECK(others == 9);
}

TEST_CASE("the first exception stops the work and is thrown") {
  for (const int threads : {1, 3}) {
    std::atomic<int> after = 0;
    const auto work = [&](std::int64_t index, Scratch&) {
      if (index == 0) throw std::runtime_error("first");
      ++after;
    };
    CHECK_THROWS_WITH(share_out(1'000'000, threads, work, {}), "first");
    CHECK(after < 1'000'000);
  }
}

TEST_CASE("of exceptions on two threads at once one is thrown") {
  std::atomic<int> inside = 0;
  const auto work = [&](std::int64_t, Scratch&) {
    ++inside;
    while (inside < 2) {
    }
    throw std::runtime_error("either");
  };
  CHECK_THROWS_WITH(share_out(2, 2, work, {}), "either");
  CHECK(inside == 2);
}

TEST_CASE("progress rises to the whole on one thread") {
  std::vector<double> shares;
  share_out(
      4, 1, [](std::int64_t, Scratch&) {}, [&](double share) { shares.push_back(share); });
  CHECK(shares == std::vector<double>{0.25, 0.5, 0.75, 1});
}

TEST_CASE("a forked child does not wait for threads that it does not have") {
  const auto sum = [] {
    std::atomic<int> done = 0;
    share_out(10, 2, [&](std::int64_t, Scratch&) { ++done; }, {});
    return done.load();
  };
  REQUIRE(sum() == 10);
  const pid_t child = fork();
  if (child == 0) {
    alarm(20);
    _exit(sum() == 10 ? 0 : 1);
  }
  int status = -1;
  REQUIRE(waitpid(child, &status, 0) == child);
  CHECK(status == 0);
}

TEST_CASE("a scope bounds the threads of what it surrounds") {
  const int before = default_threads();
  {
    const ThreadScope alone(1);
    CHECK(default_threads() == 1);
    {
      const ThreadScope more(before + 5);
      CHECK(default_threads() == before);
    }
    CHECK(default_threads() == 1);
  }
  CHECK(default_threads() == before);
}
