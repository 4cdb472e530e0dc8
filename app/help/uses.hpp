// Which command takes which form of operand: one table, in the help, in the manual and in the tests.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>

namespace tcalc::app {

inline constexpr std::array<std::string_view, 10> operand_columns = {
    "shape", "values", "fill", "a.npy", "a.npy@2", "a.npz", "a.npz:NAME", "a.csv", "slice", "-"};

struct Use {
  std::string_view command;
  std::array<std::string_view, operand_columns.size()> answers;  // "yes", "each": only with --each, or "no"
};

std::span<const Use> uses();

// The table, a command a line.
std::string use_table();

}  // namespace tcalc::app
