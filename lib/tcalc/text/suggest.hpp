// "Did you mean": the known word nearest to a mistyped one.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tcalc::text {

// Insertions, deletions, replacements and swaps of neighbours that turn one word into the other.
std::size_t edit_distance(std::string_view x, std::string_view y);

// The nearest of `known`, when it is near enough to have been meant: within a third of its letters, or
// beginning with the word.
std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& known);

// The `most` nearest of `known`, nearest first, however far they are.
std::vector<std::string> nearest_first(std::string_view word, const std::vector<std::string>& known,
                                       std::size_t most);

// For one that is not there: "of its 148 tensors the nearest are ...", "its members are ...".
std::string nearest_of(std::string_view what, std::string_view name, const std::vector<std::string>& known);

}  // namespace tcalc::text
