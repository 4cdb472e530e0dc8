// A line on the terminal that says how far a long computation is.
#pragma once

#include <chrono>
#include <string>

namespace tcalc::app {

// Shown from the first second on, on standard error when that is a terminal; gone when the object is.
class ProgressLine {
 public:
  ProgressLine(std::string name, bool wanted);
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  ~ProgressLine();

  // `share` of the work, 0 to 1, is done.
  void update(double share);

 private:
  using Clock = std::chrono::steady_clock;

  std::string name_;
  bool wanted_;
  bool shown_ = false;
  Clock::time_point start_ = Clock::now();
  Clock::time_point next_ = start_ + std::chrono::seconds(1);
};

// "matmul: 42 %, 3 s left" for a share that took `seconds`.
std::string progress_text(const std::string& name, double share, double seconds);

}  // namespace tcalc::app
