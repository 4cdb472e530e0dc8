// What the pictures of a contraction and of a graph measure alike, in pixels.
#pragma once

namespace tcalc {

inline constexpr int margin = 24;
inline constexpr int box_height = 44;
inline constexpr int line_height = 22;
inline constexpr int text_pixels = 13;

}  // namespace tcalc
