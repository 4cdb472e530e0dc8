// Where each name of a program is mentioned last: after that line its values are no longer needed.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>

namespace tcalc::script {

// Lets a map of strings be asked for a string_view.
struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
template <class Value>
using ByName = std::unordered_map<std::string, Value, TextHash, std::equal_to<>>;

// The number of the last line, from 1, that has the name as a word. Lines that cannot be read have none.
ByName<std::size_t> last_mentions(std::string_view program);

}  // namespace tcalc::script
