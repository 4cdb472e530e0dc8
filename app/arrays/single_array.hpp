// The one array that show, new and convert are about.
#pragma once

#include <app/arrays/open_operands.hpp>
#include <app/arrays/target.hpp>
#include <app/cli/request.hpp>
#include <app/terminal/report.hpp>
#include <functional>

namespace tcalc::app {

// The command's only operand, opened, with what its option --slice selects. Throws Error{usage} when it is
// missing, one of several, or a shape.
Source open_array(const Request& request, const Settings& settings, const Reporter& reporter);

// Calls write with the operand, whose values it has to load, and publishes what was written; with --each, for
// one array of standard input after the other. Throws Error: usage, resource, input, output.
void write_arrays(const Request& request, const Settings& settings, const Destination& destination,
                  const Reporter& reporter, const std::function<void(Source& source, Target& target)>& write);

// The values, once there is memory for them.
const TensorView& loaded(const Settings& settings, Source& source);

}  // namespace tcalc::app
