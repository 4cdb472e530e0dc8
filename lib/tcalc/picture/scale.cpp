#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include <tcalc/core/formatted.hpp>
#include <tcalc/picture/scale.hpp>
#include <tcalc/shape/shape.hpp>

namespace tcalc {

namespace {

// Ten colours at even distances; between two of them they are mixed.
constexpr std::array<Rgb, 10> viridis = {{{0x44, 0x01, 0x54},
                                          {0x48, 0x28, 0x78},
                                          {0x3e, 0x4a, 0x89},
                                          {0x31, 0x68, 0x8e},
                                          {0x26, 0x82, 0x8e},
                                          {0x1f, 0x9e, 0x89},
                                          {0x35, 0xb7, 0x79},
                                          {0x6d, 0xcd, 0x59},
                                          {0xb4, 0xde, 0x2c},
                                          {0xfd, 0xe7, 0x25}}};

std::uint8_t mixed(std::uint8_t from, std::uint8_t to, double share) {
  return static_cast<std::uint8_t>(std::lround(from + (to - from) * share));
}

std::string block_text(const Field& field) {
  const auto block = [](std::int64_t elements, std::int64_t cells) { return (elements + cells - 1) / cells; };
  const bool even = field.array_rows % field.rows == 0 && field.array_columns % field.columns == 0;
  return formatted("{}{} x {}", even ? "" : "up to ", block(field.array_rows, field.rows),
                   block(field.array_columns, field.columns));
}

}  // namespace

Rgb scale_colour(double share) {
  const double place = std::clamp(share, 0.0, 1.0) * (viridis.size() - 1);
  const auto first = std::min(static_cast<std::size_t>(place), viridis.size() - 2);
  const double rest = place - static_cast<double>(first);
  const Rgb& from = viridis[first];
  const Rgb& to = viridis[first + 1];
  return {mixed(from.red, to.red, rest), mixed(from.green, to.green, rest), mixed(from.blue, to.blue, rest)};
}

Rgb cell_colour(const Field& field, const Cell& cell) {
  switch (cell.kind) {
    case CellKind::value:
      return scale_colour(field.share(cell.mean));
    case CellKind::above:
      return scale_colour(1);
    case CellKind::below:
      return scale_colour(0);
    case CellKind::missing:
      break;
  }
  return missing_colour;
}

std::string hex_text(Rgb colour) {
  char text[8];
  std::snprintf(text, sizeof text, "#%02x%02x%02x", colour.red, colour.green, colour.blue);
  return text;
}

std::string shortened_title(const std::string& title, std::size_t characters) {
  const std::string mark = "...";
  if (title.size() <= characters) return title;
  return mark + title.substr(title.size() - std::min(title.size(), characters - mark.size()));
}

std::string caption(const Field& field, std::string_view missing) {
  std::string text = Shape(field.extents).text() + " " + std::string(name_of(field.dtype));
  if (info(field.dtype).kind == DtypeKind::complex) text += ", absolute values";
  if (field.is_reduced()) text += ", a cell is the mean of " + block_text(field) + " elements";
  if (!field.has_range) text += "; no finite element";
  if (field.nans > 0) text += formatted("; {} NaN, {}", field.nans, missing);
  if (field.infinities > 0)
    text += "; " + counted(field.infinities, "infinity", "infinities") + ", at the ends of the scale";
  return text;
}

}  // namespace tcalc
