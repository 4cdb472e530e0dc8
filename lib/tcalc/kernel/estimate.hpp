// How long a schedule will take on this machine: by running a small likeness of each step.
#pragma once

#include <tcalc/plan/schedule.hpp>

namespace tcalc {

// Seconds for the computation alone. Every step is run for about a millisecond on zeros, with its kernel,
// dtypes and layouts but smaller sizes, and what that takes is scaled by the multiply-adds; a copy that is
// larger than the caches bounds it from below by what memory moves. Good to a factor of 2 or so.
double expected_seconds(const Schedule& schedule, int threads);

// Seconds for moving bytes through memory; 0 for what stays in the caches.
double seconds_to_move(double bytes);

}  // namespace tcalc
