// What the terminal at a descriptor can show.
#pragma once

#include <optional>
#include <string_view>

namespace tcalc::app {

// `when` is --color: "auto" means on a terminal that is able, unless NO_COLOR is set.
bool wants_color(int descriptor, std::string_view when);

// Whether it draws characters beyond ASCII and moves its cursor: not when TERM is dumb or empty.
bool is_able();

// Whether the locale's encoding is UTF-8, as LC_ALL, LC_CTYPE or LANG says, the first that is set.
bool has_utf8();

// Columns to fill: those of the terminal, or $COLUMNS; no end of them for a pipe or a file.
int columns(int descriptor);

// Lines of the terminal, or $LINES; none for a pipe or a file.
std::optional<int> lines(int descriptor);

// Whether it shows 24-bit colours, as $COLORTERM says; else it is taken to have 256.
bool has_all_colors();

}  // namespace tcalc::app
