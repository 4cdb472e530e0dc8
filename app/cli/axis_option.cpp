#include <app/cli/axis_option.hpp>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>

namespace tcalc::app {

std::int64_t axis_from(const Arguments& options) {
  const auto* axes = find_integers(options, "axis");
  if (axes == nullptr) return 0;
  if (axes->size() == 1) return axes->front();
  throw Error(ErrorKind::usage, formatted("--axis takes one axis, got {}", axes->size()));
}

}  // namespace tcalc::app
