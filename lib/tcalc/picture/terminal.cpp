#include <algorithm>
#include <cmath>
#include <string_view>

#include <tcalc/core/formatted.hpp>
#include <tcalc/picture/scale.hpp>
#include <tcalc/picture/terminal.hpp>

namespace tcalc {

namespace {

constexpr std::string_view ramp = " .:-=+*#%@";
constexpr std::string_view plain = "\033[0m";
constexpr std::string_view half_block = "\xe2\x96\x80";  // the upper half
constexpr int legend_lines = 3;
constexpr int scale_width = 24;
constexpr std::int64_t comfortable = 12;  // lines that a small array is stretched to

// The nearest of the 6 x 6 x 6 colours from 16 on.
int palette_index(Rgb colour) {
  const auto level = [](std::uint8_t part) { return part < 48 ? 0 : part < 115 ? 1 : (part - 35) / 40; };
  return 16 + 36 * level(colour.red) + 6 * level(colour.green) + level(colour.blue);
}

std::string escape(Rgb colour, bool background, TerminalColours colours) {
  const std::string ground = background ? "48" : "38";
  if (colours == TerminalColours::palette256)
    return formatted("\033[{};5;{}m", ground, palette_index(colour));
  return formatted("\033[{};2;{};{};{}m", ground, colour.red, colour.green, colour.blue);
}

char letter_of(double share) {
  const auto place = static_cast<std::size_t>(share * static_cast<double>(ramp.size()));
  return ramp[std::min(place, ramp.size() - 1)];
}

char letter_of(const Field& field, const Cell& cell) {
  if (cell.kind == CellKind::missing) return '?';
  if (cell.kind == CellKind::above) return '^';
  if (cell.kind == CellKind::below) return 'v';
  return letter_of(field.share(cell.mean));
}

// How many characters (or half lines) make a side of a cell.
std::int64_t enlargement(const Field& field, std::int64_t wanted_rows, std::int64_t most_rows,
                         std::int64_t most_columns) {
  if (field.rows == 0 || field.columns == 0 || field.is_reduced()) return 1;
  const std::int64_t wanted = wanted_rows / std::max(field.rows, field.columns);
  return std::max<std::int64_t>(1, std::min({wanted, most_rows / field.rows, most_columns / field.columns}));
}

std::string picture_in_letters(const Field& field, std::int64_t side) {
  std::string text;
  for (std::int64_t row = 0; row < field.rows; ++row) {
    std::string line;
    for (std::int64_t column = 0; column < field.columns; ++column)
      line.append(static_cast<std::size_t>(2 * side), letter_of(field, field.at(row, column)));
    for (std::int64_t i = 0; i < side; ++i) text += line + "\n";
  }
  return text;
}

std::string picture_in_colours(const Field& field, std::int64_t side, TerminalColours colours) {
  std::string text;
  const std::int64_t half_lines = field.rows * side;
  for (std::int64_t upper = 0; upper < half_lines; upper += 2) {
    const bool has_lower = upper + 1 < half_lines;
    std::string before;
    for (std::int64_t x = 0; x < field.columns * side; ++x) {
      std::string ground = escape(cell_colour(field, field.at(upper / side, x / side)), false, colours);
      if (has_lower)
        ground += escape(cell_colour(field, field.at((upper + 1) / side, x / side)), true, colours);
      if (ground != before) text += ground;
      before = std::move(ground);
      text += half_block;
    }
    text += std::string(plain) + "\n";
  }
  return text;
}

// "-8.0 <the scale> 11.0"
std::string legend(const Field& field, TerminalColours colours) {
  const bool coloured = colours != TerminalColours::none;
  std::string scale = coloured ? "" : "|";
  for (int i = 0; i < scale_width; ++i) {
    const double share = i / static_cast<double>(scale_width - 1);
    if (coloured)
      scale += escape(scale_colour(share), true, colours) + " ";
    else
      scale += letter_of(share);
  }
  scale += coloured ? plain : "|";
  return formatted("{} {} {}\n", field.low_text, scale, field.high_text);
}

}  // namespace

std::string heat_text(const TensorView& view, const HeatStyle& style) {
  const bool coloured = style.colours != TerminalColours::none;
  const std::int64_t lines = std::max(1, style.lines - legend_lines);
  const std::int64_t most_rows = coloured ? 2 * lines : lines;
  const std::int64_t most_columns = std::max(1, coloured ? style.columns : style.columns / 2);
  const Field field = field_of(view, most_rows, most_columns, style.ends);
  const std::int64_t side =
      enlargement(field, coloured ? 2 * comfortable : comfortable, most_rows, most_columns);
  std::string picture;
  if (!field.cells.empty())
    picture = coloured ? picture_in_colours(field, side, style.colours) : picture_in_letters(field, side);
  return picture + (field.has_range ? legend(field, style.colours) : "") +
         caption(field, coloured ? "grey" : "shown as ?") + "\n";
}

}  // namespace tcalc
