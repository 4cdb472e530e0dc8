#include <algorithm>
#include <utility>

#include <tcalc/core/error.hpp>
#include <tcalc/core/formatted.hpp>
#include <tcalc/text/suggest.hpp>

namespace tcalc::text {

std::size_t edit_distance(std::string_view x, std::string_view y) {
  std::vector<std::vector<std::size_t>> distance(x.size() + 1, std::vector<std::size_t>(y.size() + 1));
  for (std::size_t i = 0; i <= x.size(); ++i) distance[i][0] = i;
  for (std::size_t j = 0; j <= y.size(); ++j) distance[0][j] = j;
  for (std::size_t i = 1; i <= x.size(); ++i) {
    for (std::size_t j = 1; j <= y.size(); ++j) {
      const std::size_t replaced = distance[i - 1][j - 1] + (x[i - 1] == y[j - 1] ? 0 : 1);
      distance[i][j] = std::min({distance[i - 1][j] + 1, distance[i][j - 1] + 1, replaced});
      const bool swapped = i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1];
      if (swapped) distance[i][j] = std::min(distance[i][j], distance[i - 2][j - 2] + 1);
    }
  }
  return distance[x.size()][y.size()];
}

std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& known) {
  constexpr std::size_t longest = 64;  // no name is near to a longer word
  if (word.size() < 2 || word.size() > longest) return std::nullopt;
  const std::string* best = nullptr;
  std::size_t best_distance = 0;
  for (const std::string& name : known) {
    const std::size_t distance = word.size() > 3 && name.starts_with(word) ? 1 : edit_distance(word, name);
    if (distance > std::max<std::size_t>(1, name.size() / 3)) continue;
    if (best == nullptr || distance < best_distance) {
      best = &name;
      best_distance = distance;
    }
  }
  return best == nullptr ? std::nullopt : std::optional(*best);
}

std::vector<std::string> nearest_first(std::string_view word, const std::vector<std::string>& known,
                                       std::size_t most) {
  constexpr std::size_t longest = 256;  // of longer words the beginnings are compared
  std::vector<std::pair<std::size_t, std::string>> found;
  for (const std::string& name : known)
    found.emplace_back(edit_distance(word.substr(0, longest), std::string_view(name).substr(0, longest)),
                       name);
  std::ranges::sort(found);
  std::vector<std::string> names;
  for (std::size_t i = 0; i < std::min(most, found.size()); ++i) names.push_back(found[i].second);
  return names;
}

std::string nearest_of(std::string_view what, std::string_view name, const std::vector<std::string>& known) {
  constexpr std::size_t most = 5;
  std::string list;
  for (const std::string& near : nearest_first(name, known, most))
    list += (list.empty() ? "" : ", ") + escaped(near);
  if (list.empty()) return "it holds no " + std::string(what) + "s";
  if (known.size() <= most) return formatted("its {}s are {}", what, list);
  return formatted("of its {} {}s the nearest are {}", known.size(), what, list);
}

}  // namespace tcalc::text
