// --each: an operation on every array of standard input, a file or an archive, one after the other.
#pragma once

#include <app/cli/request.hpp>
#include <app/cli/settings.hpp>
#include <app/terminal/report.hpp>

namespace tcalc::app {

// Takes an array at a time of each operand that holds several, until they end; the other operands stay as
// they are. Each result is written before the next array is read, and nothing of it is kept:
// memory does not grow with the stream. Throws Error.
void run_each(const Request& request, const Settings& settings, const Reporter& reporter);

}  // namespace tcalc::app
