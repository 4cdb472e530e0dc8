// Threads that share out the pieces of a plan.
#pragma once

#include <cstdint>
#include <functional>

#include <tcalc/kernel/scratch.hpp>

namespace tcalc {

// Told now and then what share of the work is done, 0 to 1: on any thread, but on one at a time.
using Progress = std::function<void(double share)>;

// Calls work(index, scratch) once for each index from 0 to count - 1, on up to `threads` threads, each with a
// scratch of its own. The first exception stops the rest and is thrown here.
void share_out(std::int64_t count, int threads, const std::function<void(std::int64_t, Scratch&)>& work,
               const Progress& progress);

}  // namespace tcalc
