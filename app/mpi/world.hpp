// All processes of MPI, and what they have to agree on.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include <tcalc/core/error.hpp>

namespace tcalc::app {

// Started at the beginning and ended at the end of a process.
class World {
 public:
  World(int* count, char*** arguments);
  World(const World&) = delete;
  World& operator=(const World&) = delete;
  ~World();

  int rank() const { return rank_; }
  int size() const { return size_; }
  int on_this_host() const { return on_this_host_; }

  // What the first process says, on all of them.
  unsigned of_first(unsigned number) const;

  // Runs it on all processes and waits for them. Where it fails on some, all end: the first of those throws
  // its Error, the others SomebodyFailed with its exit code.
  void together(const std::function<void()>& step) const;

 private:
  int rank_ = 0, size_ = 1, on_this_host_ = 1;
};

struct SomebodyFailed {
  int exit_code;
};

// Ends the process with exit code 5 when so many seconds have passed since it was made: MPI waits for ever
// for a process that is gone.
class Deadline {
 public:
  explicit Deadline(double seconds);
  void set(double seconds) { *seconds_ = seconds; }

 private:
  std::shared_ptr<std::atomic<double>> seconds_;
};

}  // namespace tcalc::app
