#include <algorithm>
#include <app/terminal/progress.hpp>
#include <app/terminal/terminal.hpp>
#include <array>
#include <cmath>
#include <cstdio>
#include <string_view>
#include <unistd.h>
#include <utility>

#include <tcalc/core/formatted.hpp>
#include <tcalc/os/standard_output.hpp>

namespace tcalc::app {

namespace {

constexpr std::string_view clear_line = "\r\033[K";

// What cannot be shown is not worth an error.
void show(std::string_view text) {
  [[maybe_unused]] const auto written = write(STDERR_FILENO, text.data(), text.size());
}

// Three digits and a prefix: "51.2 GFLOP". Words have none: "410 arrays".
std::string scaled(double amount, std::string_view unit) {
  constexpr std::array<std::string_view, 7> prefixes = {"", "k", "M", "G", "T", "P", "E"};
  constexpr double step = 1000;
  const bool is_word = unit.size() > 4;
  std::size_t prefix = 0;
  for (; !is_word && amount >= step - 0.5 && prefix + 1 < prefixes.size(); ++prefix) amount /= step;
  char digits[32];
  std::snprintf(digits, sizeof digits, "%.*f", amount < 9.995 ? 2 : amount < 99.95 ? 1 : 0, amount);
  return std::string(digits) + " " + std::string(prefixes[prefix]) + std::string(unit);
}

std::string time_text(long long seconds) {
  constexpr long long minute = 60, hour = 3600;
  if (seconds < 2 * minute) return formatted("{} s", seconds);
  if (seconds < 2 * hour) return formatted("{} min", seconds / minute);
  return formatted("{} h", seconds / hour);
}

}  // namespace

std::string progress_text(const Work& work, double done, double seconds) {
  const double rate = seconds > 0 ? done / seconds : 0;
  const std::string pace = rate > 0 ? ", " + scaled(rate, work.unit) + "/s" : "";
  if (work.total <= 0) return formatted("{}: {} {}{}", work.name, std::llround(done), work.unit, pace);
  const double share = std::min(done / work.total, 1.0);
  const std::string percent = formatted("{}: {} %", work.name, static_cast<int>(share * 100));
  if (rate <= 0) return percent;
  const auto left = static_cast<long long>(std::ceil((work.total - std::min(done, work.total)) / rate));
  return formatted("{}{}, {} left", percent, pace, time_text(left));
}

ProgressLine::ProgressLine(Work work, bool wanted)
    : work_(std::move(work)), wanted_(wanted && os::is_terminal(STDERR_FILENO) && is_able()) {}

ProgressLine::~ProgressLine() {
  if (shown_) show(clear_line);
}

void ProgressLine::update(double done) {
  if (!wanted_) return;
  const auto now = Clock::now();
  if (now < next_) return;
  constexpr auto step = std::chrono::milliseconds(100);
  next_ = now + step;
  shown_ = true;
  const double seconds = std::chrono::duration<double>(now - start_).count();
  show(std::string(clear_line) + progress_text(work_, done, seconds));
}

}  // namespace tcalc::app
