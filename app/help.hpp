// The help pages, made from the registry.
#pragma once

#include <app/command.hpp>
#include <string>

#include <tcalc/ops/operation.hpp>

namespace tcalc::app {

// About an operation or a command; the general page for neither.
std::string help_page(const Operation* operation, const Command* command);

// "tcalc 0.1.0" and the BLAS in use.
std::string version_text();

}  // namespace tcalc::app
