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

// "19200", "2.15e+09": exact as long as that is short.
std::string count_text(double count);

// "850 ns", "4.2 us", "12 ms", "3 s": two significant digits.
std::string seconds_text(double seconds);

}  // namespace tcalc
