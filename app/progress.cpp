#include <app/progress.hpp>
#include <cmath>
#include <string_view>
#include <unistd.h>
#include <utility>

#include <tcalc/os/output.hpp>

namespace tcalc::app {

namespace {

constexpr std::string_view clear_line = "\r\033[K";

// What cannot be shown is not worth an error.
void show(std::string_view text) {
  [[maybe_unused]] const auto written = write(STDERR_FILENO, text.data(), text.size());
}

}  // namespace

std::string progress_text(const std::string& name, double share, double seconds) {
  const std::string percent = std::to_string(static_cast<int>(share * 100)) + " %";
  if (share <= 0) return name + ": " + percent;
  const auto left = static_cast<long long>(std::ceil(seconds * (1 - share) / share));
  return name + ": " + percent + ", " + std::to_string(left) + " s left";
}

ProgressLine::ProgressLine(std::string name, bool wanted)
    : name_(std::move(name)), wanted_(wanted && os::is_terminal(STDERR_FILENO)) {}

ProgressLine::~ProgressLine() {
  if (shown_) show(clear_line);
}

void ProgressLine::update(double share) {
  if (!wanted_) return;
  const auto now = Clock::now();
  if (now < next_) return;
  constexpr auto step = std::chrono::milliseconds(100);
  next_ = now + step;
  shown_ = true;
  const double seconds = std::chrono::duration<double>(now - start_).count();
  show(std::string(clear_line) + progress_text(name_, share, seconds));
}

}  // namespace tcalc::app
