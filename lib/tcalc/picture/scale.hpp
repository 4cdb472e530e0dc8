// The colours of a heat map: viridis of matplotlib (CC0), which grows evenly lighter and is told apart by
// people who see fewer colours.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <tcalc/picture/field.hpp>

namespace tcalc {

struct Rgb {
  std::uint8_t red = 0, green = 0, blue = 0;
  friend bool operator==(const Rgb&, const Rgb&) = default;
};

// 0 is the darkest, 1 the lightest.
Rgb scale_colour(double share);

// Of a cell: its place in the field's range, the ends of the scale for infinities, grey for NaN.
Rgb cell_colour(const Field& field, const Cell& cell);

inline constexpr Rgb missing_colour = {0x9a, 0x9a, 0x9a};

std::string hex_text(Rgb colour);  // "#440154"

// The end of a title that is longer than so many characters, behind "...".
std::string shortened_title(const std::string& title, std::size_t characters);

// What is said below a picture: "(4096, 4096) float32, a cell is the mean of 64 x 32 elements; 3 NaN, grey".
// missing: what a cell without numbers looks like.
std::string caption(const Field& field, std::string_view missing);

}  // namespace tcalc
