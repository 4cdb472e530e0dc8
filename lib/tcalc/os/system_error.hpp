// errno as text, never localised.
#pragma once

#include <string>
#include <string_view>

#include <tcalc/core/error.hpp>

namespace tcalc::os {

// "No such file or directory" for ENOENT.
std::string reason(int error_number);

// Error{output} "<name>: No space left on device".
Error output_error(std::string_view name, int error_number);

}  // namespace tcalc::os
