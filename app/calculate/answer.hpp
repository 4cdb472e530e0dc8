// What a request does, from its operands to its output.
#pragma once

#include <app/cli/request.hpp>
#include <app/cli/settings.hpp>
#include <app/terminal/report.hpp>

namespace tcalc::app {

// Runs the request's command, or computes its operation and prints or writes the result; returns the exit
// code. Throws Error.
int run(const Request& request, const Settings& settings, const Reporter& reporter);

// Prints a help page or the version. Throws Error{output}.
void print_page(const std::string& page);

}  // namespace tcalc::app
