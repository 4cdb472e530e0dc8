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
constexpr std::int64_t margin = 16, scale_width = 20, scale_height = 256, dot = 2;
constexpr Rgb white = {0xff, 0xff, 0xff}, ink = {0x30, 0x30, 0x30};

std::int64_t text_width(std::string_view text) {
  return static_cast<std::int64_t>(text.size()) * letter_advance * dot;
}

void draw_scale(Canvas& canvas, const Field& field, std::int64_t left) {
  if (!field.has_range) return;
  for (std::int64_t i = 0; i < scale_height; ++i)
    canvas.rectangle(left, margin + i, scale_width, 1,
                     scale_colour(1 - static_cast<double>(i) / static_cast<double>(scale_height - 1)));
  const std::int64_t text = left + scale_width + margin / 2;
  canvas.number(text, margin, field.high_text, dot, ink);
  canvas.number(text, margin + scale_height - letter_height * dot, field.low_text, dot, ink);
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

std::string heat_png(const TensorView& view) {
  const Field field = field_of(view, most_cells, most_cells);
  const std::int64_t longest = std::max<std::int64_t>({field.rows, field.columns, 1});
  const std::int64_t side = std::clamp<std::int64_t>((longer_side + longest - 1) / longest, 1, largest_cell);
  const std::int64_t cell_width = field.columns == 1 ? std::max(side, least_bar) : side;
  const std::int64_t cell_height = field.rows == 1 ? std::max(side, least_bar) : side;
  const std::int64_t width = field.columns * cell_width, height = field.rows * cell_height;
  const std::int64_t scale = 2 * margin + width;
  const std::int64_t texts = std::max(text_width(field.high_text), text_width(field.low_text));
  Canvas canvas(scale + scale_width + margin / 2 + texts + margin,
                2 * margin + std::max(height, scale_height), white);
  for (std::int64_t row = 0; row < field.rows; ++row) {
    for (std::int64_t column = 0; column < field.columns; ++column)
      canvas.rectangle(margin + column * cell_width, margin + row * cell_height, cell_width, cell_height,
                       cell_colour(field, field.at(row, column)));
  }
  draw_scale(canvas, field, scale);
  return encoded(canvas);
}

}  // namespace tcalc
