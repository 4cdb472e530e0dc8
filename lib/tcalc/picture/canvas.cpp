#include <algorithm>
#include <array>

#include <tcalc/picture/canvas.hpp>

namespace tcalc {

namespace {

struct Letter {
  char name;
  std::array<std::uint8_t, 7> rows;  // five bits each, the highest is the leftmost dot
};

// What numbers are made of.
constexpr std::array letters = {
    Letter{'0', {0b01110, 0b10001, 0b10011, 0b10101, 0b11001, 0b10001, 0b01110}},
    Letter{'1', {0b00100, 0b01100, 0b00100, 0b00100, 0b00100, 0b00100, 0b01110}},
    Letter{'2', {0b01110, 0b10001, 0b00001, 0b00010, 0b00100, 0b01000, 0b11111}},
    Letter{'3', {0b11111, 0b00010, 0b00100, 0b00010, 0b00001, 0b10001, 0b01110}},
    Letter{'4', {0b00010, 0b00110, 0b01010, 0b10010, 0b11111, 0b00010, 0b00010}},
    Letter{'5', {0b11111, 0b10000, 0b11110, 0b00001, 0b00001, 0b10001, 0b01110}},
    Letter{'6', {0b00110, 0b01000, 0b10000, 0b11110, 0b10001, 0b10001, 0b01110}},
    Letter{'7', {0b11111, 0b00001, 0b00010, 0b00100, 0b01000, 0b01000, 0b01000}},
    Letter{'8', {0b01110, 0b10001, 0b10001, 0b01110, 0b10001, 0b10001, 0b01110}},
    Letter{'9', {0b01110, 0b10001, 0b10001, 0b01111, 0b00001, 0b00010, 0b01100}},
    Letter{'-', {0b00000, 0b00000, 0b00000, 0b11111, 0b00000, 0b00000, 0b00000}},
    Letter{'+', {0b00000, 0b00100, 0b00100, 0b11111, 0b00100, 0b00100, 0b00000}},
    Letter{'.', {0b00000, 0b00000, 0b00000, 0b00000, 0b00000, 0b01100, 0b01100}},
    Letter{'e', {0b00000, 0b00000, 0b01110, 0b10001, 0b11111, 0b10000, 0b01110}},
};

}  // namespace

Canvas::Canvas(std::int64_t width, std::int64_t height, Rgb ground)
    : width_(width), height_(height), pixels_(static_cast<std::size_t>(width * height), ground) {}

void Canvas::rectangle(std::int64_t x, std::int64_t y, std::int64_t width, std::int64_t height, Rgb colour) {
  const std::int64_t right = std::min(x + width, width_);
  for (std::int64_t row = std::max<std::int64_t>(y, 0); row < std::min(y + height, height_); ++row) {
    for (std::int64_t column = std::max<std::int64_t>(x, 0); column < right; ++column)
      pixels_[static_cast<std::size_t>(row * width_ + column)] = colour;
  }
}

void Canvas::number(std::int64_t x, std::int64_t y, std::string_view text, std::int64_t size, Rgb colour) {
  for (const char name : text) {
    const auto letter = std::ranges::find(letters, name, &Letter::name);
    if (letter != letters.end()) {
      for (std::int64_t row = 0; row < letter_height; ++row) {
        for (std::int64_t dot = 0; dot < 5; ++dot) {
          if ((letter->rows[static_cast<std::size_t>(row)] >> (4 - dot) & 1) != 0)
            rectangle(x + dot * size, y + row * size, size, size, colour);
        }
      }
    }
    x += letter_advance * size;
  }
}

}  // namespace tcalc
