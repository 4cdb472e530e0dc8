#include <system_error>

#include <tcalc/os/system_error.hpp>

namespace tcalc::os {

std::string reason(int error_number) { return std::generic_category().message(error_number); }

Error output_error(std::string_view name, int error_number) {
  return {ErrorKind::output, std::string(name) + ": " + reason(error_number)};
}

}  // namespace tcalc::os
