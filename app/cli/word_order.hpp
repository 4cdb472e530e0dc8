// Words are put in the order that the grammar has, where people may type another.
#pragma once

#include <app/cli/command.hpp>
#include <string>
#include <vector>

namespace tcalc::app {

// The command first, `explain eval EXPR` as `eval --explain EXPR`, and an expression that begins with a minus
// sign behind "--".
std::vector<std::string> in_order(const std::vector<std::string>& words, Commands commands);

// "--axes=" becomes "--axes" and an empty word.
std::vector<std::string> with_empty_values(const std::vector<std::string>& words, Commands commands);

}  // namespace tcalc::app
