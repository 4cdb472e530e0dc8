// Which element of an array: its index along every axis.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <tcalc/core/tensor.hpp>

namespace tcalc {

using ElementIndex = std::vector<std::int64_t>;  // one per axis

// The index of the element that comes after `place` others in C order, or in Fortran order.
ElementIndex index_at(const Extents& extents, std::int64_t place, bool fortran_order = false);

// "[1, 2]"; "[]" of a 0-D array.
std::string index_text(const ElementIndex& index);

}  // namespace tcalc
