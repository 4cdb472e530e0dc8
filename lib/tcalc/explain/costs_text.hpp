// The plan of an explanation and what it costs, in words.
#pragma once

#include <string>
#include <vector>

#include <tcalc/explain/explanation.hpp>

namespace tcalc {

// A key and what is said of it.
struct Entry {
  std::string key, value;
  bool is_row = false;  // of a table: its words stay where they are
};

// The plan of a single step, or the path of several as opt_einsum prints it; dtype, work, memory, intensity,
// time. Of the path's columns those are left out that are beyond `columns`, which are there for values.
std::vector<Entry> cost_entries(const Explanation& explanation, const Costs& costs, std::size_t columns);

// "19200", "2.15e+09": exact as long as that is short.
std::string count_text(double count);

// "850 ns", "4.2 us", "12 ms", "3.0 s": two significant digits.
std::string seconds_text(double seconds);

}  // namespace tcalc
