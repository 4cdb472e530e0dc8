// The one array that show, new and convert are about.
#pragma once

#include <app/operands.hpp>
#include <app/report.hpp>
#include <app/request.hpp>

namespace tcalc::app {

// The command's only operand, opened, with what its option --slice selects. Throws Error{usage} when it is
// missing, one of several, or a shape.
Source open_array(const Request& request, const Reporter& reporter);

}  // namespace tcalc::app
