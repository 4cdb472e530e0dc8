#include <algorithm>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/picture/scale.hpp>
#include <tcalc/picture/svg.hpp>
#include <tcalc/text/xml.hpp>

namespace tcalc {

namespace {

constexpr std::int64_t most_cells = 128;  // along an axis

// Pixels.
constexpr std::int64_t picture_size = 512, largest_cell = 64, least_bar = 32;
constexpr std::int64_t margin = 24, line_height = 20, gap = 16;
constexpr std::int64_t scale_width = 18, character = 8;
constexpr std::int64_t index_width = 6 * character;
constexpr int scale_steps = 32;

constexpr std::string_view grey = "#7a7a7a";  // a contrast of 4.3 or more on white and on black

std::string number(std::int64_t value) { return std::to_string(value); }

class Document {
 public:
  void rectangle(std::int64_t x, std::int64_t y, std::int64_t width, std::int64_t height, Rgb colour) {
    body_ += formatted(R"(<rect x="{}" y="{}" width="{}" height="{}" fill="{}"/>)"
                       "\n",
                       x, y, width, height, hex_text(colour));
  }

  // anchor: "start", "middle" or "end".
  void text(std::int64_t x, std::int64_t y, std::string_view words, std::string_view anchor = "start") {
    body_ += formatted(R"(<text x="{}" y="{}" text-anchor="{}">{}</text>)"
                       "\n",
                       x, y, anchor, text::xml_text(words));
    const auto length = static_cast<std::int64_t>(words.size()) * character;
    if (anchor == "start") width_ = std::max(width_, x + length + margin);
    height_ = std::max(height_, y + margin);
  }

  std::string finished() const {
    return formatted(
        R"(<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="{}" viewBox="0 0 {} {}" font-family="monospace" font-size="13" fill="{}" shape-rendering="crispEdges">)"
        "\n"
        "{}</svg>"
        "\n",
        width_, height_, width_, height_, grey, body_);
  }

 private:
  std::string body_;
  std::int64_t width_ = 0, height_ = 0;
};

// Neighbours of one colour in a row are one rectangle.
void draw_cells(Document& document, const Field& field, std::int64_t left, std::int64_t top,
                std::int64_t cell_width, std::int64_t cell_height) {
  for (std::int64_t row = 0; row < field.rows; ++row) {
    for (std::int64_t column = 0; column < field.columns;) {
      const Rgb colour = cell_colour(field, field.at(row, column));
      std::int64_t end = column + 1;
      while (end < field.columns && cell_colour(field, field.at(row, end)) == colour) ++end;
      document.rectangle(left + column * cell_width, top + row * cell_height, (end - column) * cell_width,
                         cell_height, colour);
      column = end;
    }
  }
}

void draw_indices(Document& document, const Field& field, std::int64_t left, std::int64_t top,
                  std::int64_t width, std::int64_t height) {
  constexpr std::int64_t baseline = 10;  // of a text below its upper edge
  if (field.rows == 0 || field.columns == 0) return;
  document.text(left - gap / 2, top + baseline, "0", "end");
  if (field.array_rows > 1)
    document.text(left - gap / 2, std::max(top + height, top + baseline + line_height),
                  number(field.array_rows - 1), "end");
  document.text(left, top + height + line_height, "0");
  if (field.array_columns > 1)
    document.text(std::max(left + width, left + 4 * character), top + height + line_height,
                  number(field.array_columns - 1), "end");
}

void draw_scale(Document& document, const Field& field, std::int64_t left, std::int64_t top) {
  constexpr std::int64_t step = 5;
  if (!field.has_range) return;
  for (int i = 0; i < scale_steps; ++i)
    document.rectangle(left, top + i * step, scale_width, step,
                       scale_colour(1 - i / static_cast<double>(scale_steps - 1)));
  document.text(left + scale_width + gap / 2, top + 10, field.high_text);
  document.text(left + scale_width + gap / 2, top + scale_steps * step, field.low_text);
}

}  // namespace

std::string heat_svg(const TensorView& view, std::string_view title, const ScaleEnds& ends) {
  const Field field = field_of(view, most_cells, most_cells, ends);
  const std::int64_t longest = std::max<std::int64_t>({field.rows, field.columns, 1});
  const std::int64_t side = std::min(picture_size / longest, largest_cell);
  const std::int64_t left = margin + index_width, top = margin + 2 * line_height;
  // A single row, or column, is to be seen as well.
  const std::int64_t cell_width = field.columns == 1 ? std::max(side, least_bar) : side;
  const std::int64_t cell_height = field.rows == 1 ? std::max(side, least_bar) : side;
  const std::int64_t width = field.columns * cell_width, height = field.rows * cell_height;
  Document document;
  const auto characters = static_cast<std::size_t>(std::max(left + width, picture_size) / character);
  document.text(margin, margin, shortened_title(escaped(title), characters));
  draw_cells(document, field, left, top, cell_width, cell_height);
  draw_indices(document, field, left, top, width, height);
  draw_scale(document, field, std::max(left + width, left + 4 * character) + 2 * gap, top);
  const std::int64_t below =
      top + std::max(height + line_height, std::int64_t{scale_steps} * 5) + 2 * line_height;
  document.text(margin, below, caption(field, "grey"));
  return document.finished();
}

}  // namespace tcalc
