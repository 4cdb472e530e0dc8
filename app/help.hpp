// The help pages, made from the registry.
#pragma once

#include <string>

#include <tcalc/ops/operation.hpp>

namespace tcalc::app {

std::string general_help();
std::string operation_help(const Operation& operation);

// "tcalc 0.1.0" and the BLAS in use.
std::string version_text();

}  // namespace tcalc::app
