// An array of an operand cut in several: what split does.
#pragma once

#include <app/cli/request.hpp>
#include <app/cli/settings.hpp>
#include <app/terminal/report.hpp>

namespace tcalc::app {

// Cuts the only operand along the request's axis, in parts or at places, and writes all parts or none: to a
// file each, to an archive, one after the other to a pipe, or printed. Of a shape it prints the shapes.
// Throws Error: usage, mismatch, input, output, resource.
void split_array(const Request& request, const Settings& settings, const Reporter& reporter);

}  // namespace tcalc::app
