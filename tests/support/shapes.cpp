// A small parser on purpose: tests of the rules must not depend on the parser of the command line.
#include <charconv>
#include <stdexcept>
#include <string>
#include <tests/support/shapes.hpp>

namespace tcalc::test {

namespace {

Dim dim_from(const std::string& word) {
  if (word == "?") return Dim::unknown();
  std::int64_t size = 0;
  const char* const end = word.data() + word.size();
  const auto [stop, error] = std::from_chars(word.data(), end, size);
  if (error == std::errc() && stop == end) return size;
  const bool letter =
      !word.empty() && ((word[0] >= 'A' && word[0] <= 'Z') || (word[0] >= 'a' && word[0] <= 'z'));
  if (!letter) throw std::invalid_argument("not a dim: '" + word + "'");
  return Dim::named(word);
}

}  // namespace

Shape shape_from(std::string_view text) {
  Dims dims;
  std::string word;
  for (const char letter : text) {
    if (letter == ' ' || letter == '(' || letter == ')') continue;
    if (letter != ',') {
      word += letter;
      continue;
    }
    dims.push_back(dim_from(word));
    word.clear();
  }
  if (!word.empty()) dims.push_back(dim_from(word));
  return Shape(std::move(dims));
}

std::vector<std::vector<std::int64_t>> small_shapes(int max_rank, std::int64_t max_extent) {
  std::vector<std::vector<std::int64_t>> shapes = {{}};
  std::size_t begin = 0;
  for (int rank = 1; rank <= max_rank; ++rank) {
    const std::size_t end = shapes.size();
    for (; begin < end; ++begin) {
      for (std::int64_t extent = 0; extent <= max_extent; ++extent) {
        shapes.push_back(shapes[begin]);
        shapes.back().push_back(extent);
      }
    }
  }
  return shapes;
}

}  // namespace tcalc::test
