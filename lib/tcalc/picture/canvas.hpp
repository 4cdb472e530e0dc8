// Pixels, and text drawn on them.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include <tcalc/picture/scale.hpp>

namespace tcalc {

class Canvas {
 public:
  Canvas(std::int64_t width, std::int64_t height, Rgb ground);

  std::int64_t width() const { return width_; }
  std::int64_t height() const { return height_; }
  const std::vector<Rgb>& pixels() const { return pixels_; }  // row by row

  // What lies outside is left out.
  void rectangle(std::int64_t x, std::int64_t y, std::int64_t width, std::int64_t height, Rgb colour);

  // ASCII, from its upper left corner on; `size` pixels make a dot of the 5 x 7 letters. Any other character
  // is a '?'.
  void text(std::int64_t x, std::int64_t y, std::string_view text, std::int64_t size, Rgb colour);

 private:
  std::int64_t width_, height_;
  std::vector<Rgb> pixels_;
};

inline constexpr std::int64_t letter_height = 7, letter_advance = 6;  // dots

}  // namespace tcalc
