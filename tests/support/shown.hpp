// What is shown of an error below its message.
#pragma once

#include <app/terminal/hint_text.hpp>
#include <string>
#include <vector>

#include <tcalc/core/located.hpp>

namespace tcalc::test {

inline std::vector<std::string> details_of(const Error& error) {
  std::vector<std::string> lines;
  for (const DrawnLine& line : drawn(error)) lines.push_back(line.text);
  return lines;
}

inline std::vector<std::string> hints_of(const Error& error) { return app::shell_texts(error); }

}  // namespace tcalc::test
