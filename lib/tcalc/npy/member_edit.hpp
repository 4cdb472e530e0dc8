// What becomes of an array of a file that holds many.
#pragma once

#include <optional>
#include <string>

namespace tcalc::npy {

struct MemberEdit {
  std::string name;
  std::optional<std::string> new_name;  // nothing: it goes
};

}  // namespace tcalc::npy
