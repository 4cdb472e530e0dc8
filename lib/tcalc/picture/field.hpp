// An array as it is drawn: no more cells than a picture has room for.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <tcalc/core/tensor.hpp>

namespace tcalc {

enum class CellKind : std::uint8_t {
  value,
  missing,  // no element but NaNs
  above,    // no element but infinities, or NaNs, and a positive one
  below,
};

struct Cell {
  CellKind kind = CellKind::missing;
  double mean = 0;  // of its finite elements
};

struct Field {
  std::int64_t rows = 0, columns = 0;
  std::vector<Cell> cells;  // row by row

  // The ends of the scale: those that were asked for, else of what is drawn, elements or the means of blocks;
  // 0 where none is finite.
  double low = 0, high = 0;
  bool has_range = false;           // some element is finite
  std::string low_text, high_text;  // of elements exactly, as the dtype writes them
  std::int64_t nans = 0, infinities = 0;

  // The array, with two axes: one axis is a row.
  std::int64_t array_rows = 0, array_columns = 0;
  Extents extents;
  Dtype dtype = Dtype::float64;

  const Cell& at(std::int64_t row, std::int64_t column) const {
    return cells[static_cast<std::size_t>(row * columns + column)];
  }
  bool is_reduced() const { return !cells.empty() && (rows < array_rows || columns < array_columns); }
  // Where a value is on the scale: 0 to 1; the middle when all are equal.
  double share(double value) const;
};

// The ends of the scale, where they are asked for.
struct ScaleEnds {
  std::optional<double> low, high;
};

// A view of two axes at most, in one pass over its memory. Complex numbers are drawn by their absolute value.
// Where it has to be reduced, its proportions are kept, but for an axis that would all but vanish. Throws
// Error{mismatch} for more axes.
Field field_of(const TensorView& view, std::int64_t most_rows, std::int64_t most_columns,
               const ScaleEnds& ends = {});

}  // namespace tcalc
