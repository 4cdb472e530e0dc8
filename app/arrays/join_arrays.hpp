// Arrays of operands made one: concat and stack.
#pragma once

#include <app/arrays/destination.hpp>
#include <app/cli/request.hpp>
#include <app/cli/settings.hpp>
#include <app/terminal/report.hpp>
#include <cstddef>

#include <tcalc/ops/join.hpp>

namespace tcalc::app {

// Reads all headers, applies the rule, and only then the values, a few MiB at a time: into the result's file,
// or to a pipe where the arrays simply follow one another there; else the result is held in memory. Arrays of
// standard input that do so go to the file as they come, and its header is completed at the end; else they
// are held. Of shapes it prints the shape. Throws Error: usage, mismatch, input, output, resource.
void join_arrays(const Request& request, const Settings& settings, const Reporter& reporter, Joining rule);
// The same for the operands from `first` on, to another destination than the request's.
void join_arrays(const Request& request, const Settings& settings, const Reporter& reporter, Joining rule,
                 const Destination& destination, std::size_t first);

}  // namespace tcalc::app
