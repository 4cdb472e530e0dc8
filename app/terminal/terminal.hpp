// What the terminal at a descriptor can show.
#pragma once

#include <optional>
#include <string_view>

namespace tcalc::app {

// `when` is --color: "auto" means on a terminal, unless NO_COLOR is set.
bool wants_color(int descriptor, std::string_view when);

// Columns to fill: those of the terminal, or $COLUMNS; no end of them for a pipe or a file.
int columns(int descriptor);

// Lines of the terminal, or $LINES; none for a pipe or a file.
std::optional<int> lines(int descriptor);

// Whether it shows 24-bit colours, as $COLORTERM says; else it is taken to have 256.
bool has_all_colors();

}  // namespace tcalc::app
