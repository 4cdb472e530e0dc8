// What a request does, from its operands to its output.
#pragma once

#include <app/report.hpp>
#include <app/request.hpp>

namespace tcalc::app {

// Prints or writes the result. Throws Error.
void compute(const Request& request, const Reporter& reporter);

// Prints a help page or the version. Throws Error{output}.
void print_page(const std::string& page);

}  // namespace tcalc::app
