#include <tcalc/npy/grow_header.hpp>

namespace tcalc::npy {

std::optional<std::string> header_with_first_size(std::string_view header, std::int64_t size) {
  constexpr std::string_view digits = "0123456789", padding = " \t\r\n";
  const std::size_t tuple = header.find('(', header.find("shape"));
  const std::size_t first = header.find_first_of(digits, tuple);
  const std::size_t last = header.find_first_not_of(digits, first);
  const std::size_t end = header.find_last_not_of(padding) + 1;
  if (tuple == std::string_view::npos || last == std::string_view::npos) return std::nullopt;
  std::string grown(header.substr(0, first));
  grown += std::to_string(size);
  grown += header.substr(last, end - last);
  if (grown.size() >= header.size()) return std::nullopt;
  grown.resize(header.size() - 1, ' ');
  return grown + '\n';
}

}  // namespace tcalc::npy
