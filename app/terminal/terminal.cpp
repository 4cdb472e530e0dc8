#include <app/terminal/terminal.hpp>
#include <cstdlib>
#include <limits>
#include <sys/ioctl.h>
#include <unistd.h>

#include <tcalc/text/ending.hpp>
#include <tcalc/text/number.hpp>

namespace tcalc::app {

bool wants_color(int descriptor, std::string_view when) {
  if (when == "always") return true;
  if (when == "never") return false;
  const char* no_color = std::getenv("NO_COLOR");
  return isatty(descriptor) == 1 && is_able() && (no_color == nullptr || *no_color == '\0');
}

bool is_able() {
  const char* name = std::getenv("TERM");
  return name != nullptr && *name != '\0' && std::string_view(name) != "dumb";
}

bool has_utf8() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const char* locale = std::getenv(name);
    if (locale == nullptr || *locale == '\0') continue;
    return text::find_in_any_case(locale, "utf-8") != std::string_view::npos ||
           text::find_in_any_case(locale, "utf8") != std::string_view::npos;
  }
  return false;
}

namespace {

// A number of columns or lines that the environment gives.
std::optional<int> environment_size(const char* name) {
  constexpr int most = 10000;
  const char* typed = std::getenv(name);
  const auto value = typed == nullptr ? std::nullopt : text::parse_integer(typed);
  return value && *value > 0 && *value < most ? std::optional(static_cast<int>(*value)) : std::nullopt;
}

winsize window(int descriptor) {
  winsize size{};
  if (isatty(descriptor) != 1 || ioctl(descriptor, TIOCGWINSZ, &size) != 0) size = {};
  return size;
}

}  // namespace

int columns(int descriptor) {
  if (const auto typed = environment_size("COLUMNS")) return *typed;
  const winsize size = window(descriptor);
  return size.ws_col > 0 ? size.ws_col : std::numeric_limits<int>::max();
}

std::optional<int> lines(int descriptor) {
  if (const auto typed = environment_size("LINES")) return typed;
  const winsize size = window(descriptor);
  return size.ws_row > 0 ? std::optional<int>(size.ws_row) : std::nullopt;
}

bool has_all_colors() {
  const char* typed = std::getenv("COLORTERM");
  return typed != nullptr && (std::string_view(typed) == "truecolor" || std::string_view(typed) == "24bit");
}

}  // namespace tcalc::app
