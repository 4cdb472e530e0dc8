// A line on the terminal that says how far a long piece of work is.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace tcalc::app {

// What is done, in a unit that has a rate: FLOP, B, arrays.
struct Work {
  std::string name;  // "matmul", "a.npy"
  std::string_view unit;
  double total = 0;  // 0 where the end is not known
};

// Shown from the first second on, on standard error when that is a terminal; gone when the object is.
class ProgressLine {
 public:
  ProgressLine(Work work, bool wanted);
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  ~ProgressLine();

  // `done` of the work, in its unit.
  void update(double done);

 private:
  using Clock = std::chrono::steady_clock;

  Work work_;
  bool wanted_;
  bool shown_ = false;
  Clock::time_point start_ = Clock::now();
  Clock::time_point next_ = start_ + std::chrono::seconds(1);
};

// "matmul: 42 %, 51.2 GFLOP/s, 3 s left", or "matmul: 1200 arrays, 410 arrays/s" where the end is not known.
std::string progress_text(const Work& work, double done, double seconds);

}  // namespace tcalc::app
