// errno as text, never localised.
#pragma once

#include <string>

namespace tcalc::os {

// "No such file or directory" for ENOENT.
std::string reason(int error_number);

}  // namespace tcalc::os
