// Lists as text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tcalc {

// Texts with something between them.
inline std::string joined(const std::vector<std::string>& texts, std::string_view between) {
  std::string whole;
  for (const std::string& text : texts) whole.append(whole.empty() ? "" : between).append(text);
  return whole;
}

// What text_of says of each entry, with commas between: "1, 2, 3".
template <class List, class Text>
std::string listed(const List& list, const Text& text_of) {
  std::string whole;
  for (const auto& entry : list) whole.append(whole.empty() ? "" : ", ").append(text_of(entry));
  return whole;
}

}  // namespace tcalc
