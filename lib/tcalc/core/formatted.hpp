// Texts with values in them: formatted("axis {} of {} is given twice", axis, name), by {fmt}.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <fmt/core.h>

namespace tcalc {

std::string formatted_from(fmt::string_view text, fmt::format_args values);

// The compiler checks that text has a {} for each value.
template <class... Values>
std::string formatted(fmt::format_string<Values...> text, Values&&... values) {
  return formatted_from(text, fmt::make_format_args(values...));
}

// A number and its noun: "1 axis", "2 axes"; without `many` an s makes the plural.
std::string counted(std::int64_t count, std::string_view one, std::string_view many = {});

}  // namespace tcalc
