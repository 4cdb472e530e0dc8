// `tcalc info --tree`: arrays by the parts of their names, "layers.0.attn.weight", with the sums of each
// part.
#pragma once

#include <app/commands/info_lines.hpp>
#include <string>
#include <vector>

namespace tcalc::app {

// A line for each part, further in than the one it belongs to: its elements and bytes, and of an array shape
// and dtype. Names are taken apart at '.' and '/'; parts that hold only one other stand on its line; numbers
// are ordered by their values, all else by where it comes first.
std::string info_tree(const std::vector<Described>& arrays);

}  // namespace tcalc::app
