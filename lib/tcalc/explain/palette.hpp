// One colour for each label, the same in the terminal and in a picture.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace tcalc {

struct Colour {
  std::string_view escape;  // for a terminal
  std::string_view hex;  // white text on it has a contrast of 4.5 or more; seen on light and on dark ground
};

// Text beside the boxes, with a contrast of 4.3 or more on white and on black.
inline constexpr std::string_view grey = "#7a7a7a";

// Labels beyond the last colour start again at the first.
inline constexpr std::array palette = {
    Colour{"\033[36m", "#0b7285"},   Colour{"\033[33m", "#9a6700"},   Colour{"\033[35m", "#a33b8f"},
    Colour{"\033[32m", "#2b7a3d"},   Colour{"\033[34m", "#3f63dc"},   Colour{"\033[31m", "#c0392b"},
    Colour{"\033[1;36m", "#5b6f7a"}, Colour{"\033[1;33m", "#7a5c2e"}, Colour{"\033[1;35m", "#7d57c9"},
    Colour{"\033[1;32m", "#4d7c0f"},
};

inline const Colour& colour_of(std::size_t label) { return palette[label % palette.size()]; }

}  // namespace tcalc
