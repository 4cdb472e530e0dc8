// A heat map in a terminal.
#pragma once

#include <cstdint>
#include <string>

#include <tcalc/core/tensor.hpp>
#include <tcalc/picture/field.hpp>

namespace tcalc {

enum class TerminalColours : std::uint8_t { none, palette256, all };

struct HeatStyle {
  TerminalColours colours = TerminalColours::none;
  int columns = 80, lines = 24;  // room for picture and legend
  ScaleEnds ends = {};
};

// Half blocks, two rows of cells a line; without colours two characters a cell, of a ramp from blank to '@',
// NaN as '?'. Small arrays have larger cells. Below it the scale with its range, and the caption. Throws
// Error{mismatch} for more than two axes.
std::string heat_text(const TensorView& view, const HeatStyle& style);

}  // namespace tcalc
