// Shapes for tests: written as text, and all the small ones.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include <tcalc/shape/shape.hpp>

namespace tcalc::test {

// "(3, 4)", "3,4", "(B, ?, 2)", "()", "". Throws std::invalid_argument for anything it does not understand.
Shape shape_from(std::string_view text);

// Every list of at most `max_rank` extents, each from 0 to `max_extent`, shorter ones first.
std::vector<std::vector<std::int64_t>> small_shapes(int max_rank, std::int64_t max_extent);

}  // namespace tcalc::test
