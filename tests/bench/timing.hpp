// Seconds of something that is done again and again.
#pragma once

#include <functional>
#include <vector>

namespace tcalc::bench {

// Seconds per call, one figure a round. Called once (twice when it is quick) before, so that caches are warm;
// a round makes as many calls as `round_seconds` hold, one at least.
std::vector<double> seconds_per_call(const std::function<void()>& call, int rounds, double round_seconds);

// Seconds of the fastest call, one figure a round.
std::vector<double> seconds_of_fastest_call(const std::function<void()>& call, int rounds,
                                            double round_seconds);

}  // namespace tcalc::bench
