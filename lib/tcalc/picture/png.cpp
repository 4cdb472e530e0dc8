#include <algorithm>
#include <png.h>

#include <tcalc/core/error.hpp>
#include <tcalc/os/shared_library.hpp>
#include <tcalc/picture/canvas.hpp>
#include <tcalc/picture/png.hpp>

namespace tcalc {

namespace {

constexpr std::int64_t most_cells = 1024;  // along an axis

// Pixels.
constexpr std::int64_t longer_side = 512, largest_cell = 64, least_bar = 32;
constexpr std::int64_t margin = 16, scale_width = 20, scale_height = 256, dot = 2, gap = 8;
constexpr std::int64_t line = letter_height * dot;
constexpr Rgb white = {0xff, 0xff, 0xff}, ink = {0x30, 0x30, 0x30};

std::int64_t text_width(std::string_view text) {
  return static_cast<std::int64_t>(text.size()) * letter_advance * dot;
}

// The first and the last index of each axis.
void draw_indices(Canvas& canvas, const Field& field, std::int64_t left, std::int64_t top, std::int64_t width,
                  std::int64_t height) {
  if (field.cells.empty()) return;
  const auto to_the_left = [&](std::int64_t index, std::int64_t y) {
    const std::string text = std::to_string(index);
    canvas.text(left - gap - text_width(text), y, text, dot, ink);
  };
  to_the_left(0, top);
  if (field.array_rows > 1) to_the_left(field.array_rows - 1, top + std::max(height - line, line + gap));
  const std::int64_t below = top + height + gap;
  canvas.text(left, below, "0", dot, ink);
  const std::string last = std::to_string(field.array_columns - 1);
  if (field.array_columns > 1)
    canvas.text(std::max(left + width - text_width(last), left + text_width("0 ")), below, last, dot, ink);
}

void draw_scale(Canvas& canvas, const Field& field, std::int64_t left, std::int64_t top) {
  if (!field.has_range) return;
  for (std::int64_t i = 0; i < scale_height; ++i)
    canvas.rectangle(left, top + i, scale_width, 1,
                     scale_colour(1 - static_cast<double>(i) / static_cast<double>(scale_height - 1)));
  const std::int64_t text = left + scale_width + margin / 2;
  canvas.text(text, top, field.high_text, dot, ink);
  canvas.text(text, top + scale_height - line, field.low_text, dot, ink);
}

// libpng is loaded when the first picture is written.
std::string encoded(const Canvas& canvas) {
  decltype(&::png_image_write_to_memory) write = nullptr;
  os::SharedLibrary(TCALC_LIBPNG, "PNG pictures", "libpng16-16").find("png_image_write_to_memory", write);
  png_image image = {};
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(canvas.width());
  image.height = static_cast<png_uint_32>(canvas.height());
  image.format = PNG_FORMAT_RGB;
  static_assert(sizeof(Rgb) == 3, "libpng takes three bytes a pixel");
  png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(image);
  std::string bytes(size, '\0');
  if (write(&image, bytes.data(), &size, 0, canvas.pixels().data(), 0, nullptr) == 0)
    throw Error(ErrorKind::internal, std::string("libpng: ") + image.message);
  bytes.resize(size);
  return bytes;
}

}  // namespace

std::string heat_png(const TensorView& view, std::string_view title, const ScaleEnds& ends) {
  const Field field = field_of(view, most_cells, most_cells, ends);
  const std::int64_t longest = std::max<std::int64_t>({field.rows, field.columns, 1});
  const std::int64_t side = std::clamp<std::int64_t>((longer_side + longest - 1) / longest, 1, largest_cell);
  const std::int64_t cell_width = field.columns == 1 ? std::max(side, least_bar) : side;
  const std::int64_t cell_height = field.rows == 1 ? std::max(side, least_bar) : side;
  const std::int64_t width = field.columns * cell_width, height = field.rows * cell_height;
  const std::int64_t left =
      margin + text_width(std::to_string(std::max<std::int64_t>(field.array_rows - 1, 0))) + gap;
  const std::int64_t top = margin + line + gap;
  const std::int64_t scale = left + width + margin;
  const std::int64_t texts = std::max(text_width(field.high_text), text_width(field.low_text));
  const std::string words = caption(field, "grey");
  const std::int64_t right = std::max(scale + scale_width + margin / 2 + texts, margin + text_width(words));
  const std::int64_t below = top + std::max(height + gap + line, scale_height) + gap;
  Canvas canvas(right + margin, below + line + margin, white);
  const auto characters = static_cast<std::size_t>((right - margin) / text_width(" "));
  canvas.text(margin, margin, shortened_title(escaped(title), characters), dot, ink);
  for (std::int64_t row = 0; row < field.rows; ++row) {
    for (std::int64_t column = 0; column < field.columns; ++column)
      canvas.rectangle(left + column * cell_width, top + row * cell_height, cell_width, cell_height,
                       cell_colour(field, field.at(row, column)));
  }
  draw_indices(canvas, field, left, top, width, height);
  draw_scale(canvas, field, scale, top);
  canvas.text(margin, below, words, dot, ink);
  return encoded(canvas);
}

}  // namespace tcalc
