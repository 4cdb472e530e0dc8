#include <app/terminal.hpp>
#include <cstdlib>
#include <limits>
#include <sys/ioctl.h>
#include <unistd.h>

#include <tcalc/text/number.hpp>

namespace tcalc::app {

bool wants_color(int descriptor, std::string_view when) {
  if (when == "always") return true;
  if (when == "never") return false;
  const char* no_color = std::getenv("NO_COLOR");
  return isatty(descriptor) == 1 && (no_color == nullptr || *no_color == '\0');
}

int columns(int descriptor) {
  constexpr int most = 10000;
  if (const char* typed = std::getenv("COLUMNS")) {
    const auto value = text::parse_integer(typed);
    if (value && *value > 0 && *value < most) return static_cast<int>(*value);
  }
  winsize size{};
  if (isatty(descriptor) == 1 && ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    return size.ws_col;
  return std::numeric_limits<int>::max();
}

}  // namespace tcalc::app
