#include "timing.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace tcalc::bench {

namespace {

double seconds_of(const std::function<void()>& call, std::int64_t times) {
  const auto start = std::chrono::steady_clock::now();
  for (std::int64_t i = 0; i < times; ++i) call();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

std::vector<double> seconds_per_call(const std::function<void()>& call, int rounds, double round_seconds) {
  double once = seconds_of(call, 1);
  if (once < round_seconds) once = seconds_of(call, 1);
  const auto times =
      std::max<std::int64_t>(1, static_cast<std::int64_t>(round_seconds / std::max(once, 1e-9)));
  std::vector<double> seconds;
  for (int round = 0; round < rounds; ++round)
    seconds.push_back(seconds_of(call, times) / static_cast<double>(times));
  return seconds;
}

std::vector<double> seconds_of_fastest_call(const std::function<void()>& call, int rounds,
                                            double round_seconds) {
  std::vector<double> seconds;
  for (int round = 0; round < rounds; ++round) {
    double fastest = seconds_of(call, 1);
    for (double spent = fastest; spent < round_seconds;) {
      const double once = seconds_of(call, 1);
      fastest = std::min(fastest, once);
      spent += once;
    }
    seconds.push_back(fastest);
  }
  return seconds;
}

}  // namespace tcalc::bench
