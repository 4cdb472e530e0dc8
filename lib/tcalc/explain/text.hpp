// An explanation as people read it in a terminal.
#pragma once

#include <string>

#include <tcalc/explain/explanation.hpp>

namespace tcalc {

struct TextStyle {
  bool color = false;  // the letters say all that the colours do
  int columns = 80;    // lines are broken to fit, where they can be
};

std::string explanation_text(const Explanation& explanation, const TextStyle& style);

}  // namespace tcalc
