#include <algorithm>

#include <tcalc/text/ending.hpp>

namespace tcalc::text {

namespace {

bool same_letter(char letter, char lower) {
  return letter == lower || (letter >= 'A' && letter <= 'Z' && letter - 'A' + 'a' == lower);
}

}  // namespace

std::string_view matching_ending(std::string_view path, std::string_view endings) {
  while (!endings.empty()) {
    const std::string_view ending = endings.substr(0, endings.find(' '));
    endings.remove_prefix(std::min(ending.size() + 1, endings.size()));
    if (path.size() <= ending.size()) continue;
    if (std::ranges::equal(path.substr(path.size() - ending.size()), ending, same_letter)) return ending;
  }
  return {};
}

bool has_ending(std::string_view path, std::string_view endings) {
  return !matching_ending(path, endings).empty();
}

std::string_view ending_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  const std::string_view name = slash == std::string_view::npos ? path : path.substr(slash + 1);
  const std::size_t point = name.rfind('.');
  return point == std::string_view::npos || point == 0 ? std::string_view() : name.substr(point);
}

std::size_t find_in_any_case(std::string_view path, std::string_view text) {
  // Clang 14 cannot read the one of std::ranges with GCC 12's library.
  const auto* const found = std::search(path.begin(), path.end(), text.begin(), text.end(), same_letter);
  return found == path.end() ? std::string_view::npos : static_cast<std::size_t>(found - path.begin());
}

}  // namespace tcalc::text
