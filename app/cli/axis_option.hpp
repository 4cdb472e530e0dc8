// --axis of commands that join arrays or cut them.
#pragma once

#include <cstdint>
#include <string_view>

#include <tcalc/ops/option.hpp>

namespace tcalc::app {

constexpr OptionSpec axis_option(std::string_view help) { return {"axis", OptionKind::integers, "N", help}; }

// The axis; 0 where none was given. Throws Error{usage} for several.
std::int64_t axis_from(const Arguments& options);

}  // namespace tcalc::app
