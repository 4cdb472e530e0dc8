// Who started this process beside others of its kind: mpirun, srun, a job array. They say so in variables
// that are there for programs that link no MPI, too.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include <tcalc/plan/share.hpp>

namespace tcalc::app {

struct Launch {
  std::string launcher;  // "mpirun"
  PartNumber rank;       // which of its processes this is
  std::int64_t on_this_host = 1;
  // Whether all of them surely run this command: a job array runs others as well, and a batch script is told
  // how many processes there could be.
  bool surely_together = true;
};

// The value of a variable, null where it is not set: std::getenv.
using Environment = std::function<const char*(const char* name)>;

// Nothing where nobody says so, or where numbers make no sense.
std::optional<Launch> launch_from(const Environment& environment);

}  // namespace tcalc::app
