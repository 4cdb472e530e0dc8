#include <cmath>
#include <cstring>
#include <string>
#include <tests/support/catch.hpp>
#include <vector>

#include <tcalc/core/error.hpp>
#include <tcalc/picture/canvas.hpp>
#include <tcalc/picture/field.hpp>
#include <tcalc/picture/scale.hpp>
#include <tcalc/picture/svg.hpp>
#include <tcalc/picture/terminal.hpp>

using namespace tcalc;

namespace {

template <class T>
Tensor tensor(Extents extents, const std::vector<T>& values) {
  Tensor result(dtype_of<T>(), std::move(extents));
  if (!values.empty()) std::memcpy(result.data(), values.data(), values.size() * sizeof(T));
  return result;
}

std::vector<double> means(const Field& field) {
  std::vector<double> values;
  for (const Cell& cell : field.cells) values.push_back(cell.mean);
  return values;
}

}  // namespace

TEST_CASE("a field holds the means of blocks, and their range") {
  const Tensor values = tensor<float>({2, 4}, {1, 3, 5, 7, -1, 1, 9, 11});
  const Field whole = field_of(values.view(), 10, 10);
  CHECK_FALSE(whole.is_reduced());
  CHECK(means(whole) == std::vector<double>{1, 3, 5, 7, -1, 1, 9, 11});
  const Field halves = field_of(values.view(), 2, 2);
  CHECK(halves.is_reduced());
  CHECK(halves.rows == 1);
  CHECK(means(halves) == std::vector<double>{1, 8});
  CHECK(whole.low == -1);
  CHECK(whole.high == 11);
  CHECK(halves.low == 1);
  CHECK(halves.high == 8);
  CHECK(halves.high_text == "8");
}

TEST_CASE("the ends of the scale can be asked for") {
  const Tensor values = tensor<float>({1, 4}, {-1, 1, 3, 9});
  const Field field = field_of(values.view(), 10, 10, {0.0, 4.0});
  CHECK(field.low_text == "0.0");
  CHECK(field.high_text == "4.0");
  CHECK(field.share(-1) == 0);
  CHECK(field.share(1) == 0.25);
  CHECK(field.share(9) == 1);
  const Field above = field_of(values.view(), 10, 10, {20.0, std::nullopt});
  CHECK(above.share(9) == 0);
}

TEST_CASE("a title that is too long shows its end") {
  CHECK(shortened_title("a.npy", 5) == "a.npy");
  CHECK(shortened_title("folder/a.npy", 10) == "...r/a.npy");
}

TEST_CASE("a canvas draws text, and a character that it has not as a '?'") {
  const Rgb white = {255, 255, 255}, black = {0, 0, 0};
  const auto rows = [&](std::string_view text) {
    Canvas canvas(6 * static_cast<std::int64_t>(text.size()), 7, white);
    canvas.text(0, 0, text, 1, black);
    std::string drawn;
    for (const Rgb& pixel : canvas.pixels()) drawn += pixel == black ? '#' : '.';
    return drawn;
  };
  CHECK(rows("L") ==
        "#....."
        "#....."
        "#....."
        "#....."
        "#....."
        "#....."
        "#####.");
  CHECK(rows("\x01") == rows("?"));
  CHECK(rows("a") != rows("A"));
}

TEST_CASE("a field does not depend on how the elements lie in memory") {
  const Tensor values = tensor<std::int32_t>({2, 3}, {1, 2, 3, 4, 5, 6});
  TensorView transposed = values.view();
  transposed.extents = {3, 2};
  transposed.strides = {1, 3};
  CHECK(means(field_of(transposed, 10, 10)) == std::vector<double>{1, 4, 2, 5, 3, 6});
}

TEST_CASE("an axis that would all but vanish keeps a quarter of the room") {
  const Tensor values = tensor<std::uint8_t>({1000, 10}, std::vector<std::uint8_t>(10000, 1));
  const Field field = field_of(values.view(), 40, 40);
  CHECK(field.rows == 40);
  CHECK(field.columns == 10);
}

TEST_CASE("NaN, infinities and the largest doubles have their places") {
  const double nan = std::nan(""), infinity = INFINITY;
  const Field field =
      field_of(tensor<double>({2, 4}, {nan, infinity, -infinity, 1e308, -1e308, 0, nan, 2}).view(), 8, 8);
  CHECK(field.nans == 2);
  CHECK(field.infinities == 2);
  CHECK(field.cells[0].kind == CellKind::missing);
  CHECK(field.cells[1].kind == CellKind::above);
  CHECK(field.cells[2].kind == CellKind::below);
  CHECK(field.share(1e308) == 1);
  CHECK(field.share(-1e308) == 0);
  CHECK(field.share(0) == 0.5);
  const Field one = field_of(tensor<double>({1, 4}, {1e308, 1e308, 1e308, 1e308}).view(), 1, 1);
  CHECK(one.cells[0].mean == 1e308);
  CHECK(one.share(1e308) == 0.5);
  CHECK_FALSE(field_of(tensor<double>({2}, {nan, infinity}).view(), 1, 1).has_range);
}

TEST_CASE("the range of 64-bit integers is exact") {
  constexpr std::uint64_t largest = UINT64_MAX;
  const Field field = field_of(tensor<std::uint64_t>({2}, {largest, largest - 1}).view(), 8, 8);
  CHECK(field.low_text == "18446744073709551614");
  CHECK(field.high_text == "18446744073709551615");
}

TEST_CASE("an array without elements has no cells, whatever its other axis") {
  const TensorView empty = contiguous(Dtype::boolean, {0, std::int64_t{1} << 60});
  const Field field = field_of(empty, 40, 40);
  CHECK(field.cells.empty());
  CHECK_FALSE(field.has_range);
  CHECK(caption(field, "grey") == "(0, 1152921504606846976) bool; no finite element");
}

TEST_CASE("a picture has two axes at most") {
  try {
    field_of(tensor<float>({1, 1, 1}, {0}).view(), 8, 8);
    FAIL("three axes were drawn");
  } catch (const Error& error) {
    CHECK(error.message == "a picture has two axes at most, but the shape is (1, 1, 1)");
  }
}

TEST_CASE("the scale goes from dark violet to yellow") {
  CHECK(hex_text(scale_colour(0)) == "#440154");
  CHECK(hex_text(scale_colour(1)) == "#fde725");
  CHECK(hex_text(scale_colour(5.0 / 9)) == "#1f9e89");
  CHECK(hex_text(scale_colour(0.5 / 9)) == "#461566");
  CHECK(hex_text(scale_colour(-3)) == "#440154");
}

TEST_CASE("without colours a picture is made of letters") {
  const Tensor values = tensor<std::int64_t>({2, 2}, {0, 1, 8, 9});
  CHECK(heat_text(values.view(), {.columns = 4, .lines = 5}) ==
        "  ..\n"
        "%%@@\n"
        "0 |   ..::---==++***##%%@@@| 9\n"
        "(2, 2) int64\n");
  const Tensor gaps = tensor<float>({1, 3}, {NAN, 1, 2});
  CHECK(heat_text(gaps.view(), {.columns = 6, .lines = 5}) ==
        "??  @@\n"
        "1.0 |   ..::---==++***##%%@@@| 2.0\n"
        "(1, 3) float32; 1 NaN, shown as ?\n");
}

TEST_CASE("with colours two rows share a line of half blocks") {
  const Tensor values = tensor<std::uint8_t>({3, 1}, {0, 9, 0});
  const std::string upper = "\033[38;2;68;1;84m\033[48;2;253;231;37m\xe2\x96\x80\033[0m\n";
  const std::string last = "\033[38;2;68;1;84m\xe2\x96\x80\033[0m\n";
  const std::string text =
      heat_text(values.view(), {.colours = TerminalColours::all, .columns = 1, .lines = 5});
  CHECK(text.starts_with(upper + last + "0 \033[48;2;68;1;84m "));
  const std::string few =
      heat_text(values.view(), {.colours = TerminalColours::palette256, .columns = 1, .lines = 5});
  CHECK(few.starts_with("\033[38;5;53m\033[48;5;220m\xe2\x96\x80\033[0m\n"));
}

TEST_CASE("neighbours of one colour are one rectangle of an SVG picture, and names are escaped") {
  const Tensor values = tensor<std::uint8_t>({1, 4}, {0, 0, 0, 1});
  const std::string svg = heat_svg(values.view(), "<a & b>\n");
  CHECK(svg.find("width=\"192\" height=\"64\" fill=\"#440154\"") != std::string::npos);
  CHECK(svg.find("'&lt;a &amp; b&gt;\\n'") != std::string::npos);
}
