// `tcalc check --repair`: one array written anew, without what is wrong with it.
#pragma once

#include <app/arrays/destination.hpp>
#include <app/cli/request.hpp>
#include <app/terminal/report.hpp>

#include <tcalc/npy/lint_array.hpp>

namespace tcalc::app {

// Writes request.operands[0] to the destination while it is checked, in bounded memory, and says in notes
// what was repaired. Returns 0; throws Error{mismatch} when a defect cannot be repaired (a file is not
// written then), Error{usage} for several files or no target, Error{input} and Error{output}.
int repair(const Request& request, const Destination& destination, const npy::LintOptions& options,
           const Reporter& reporter);

}  // namespace tcalc::app
