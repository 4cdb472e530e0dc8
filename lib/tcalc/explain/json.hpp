// An explanation as data.
#pragma once

#include <string>

#include <tcalc/explain/explanation.hpp>

namespace tcalc {

// One JSON object on one line.
std::string explanation_json(const Explanation& explanation);

}  // namespace tcalc
