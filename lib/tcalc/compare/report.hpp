// What `diff` says of two operands: as lines, and as JSON.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <tcalc/compare/compare.hpp>
#include <tcalc/compare/difference.hpp>
#include <tcalc/core/dtype.hpp>
#include <tcalc/shape/shape.hpp>

namespace tcalc {

struct DiffReport {
  std::array<Shape, 2> shapes;
  bool shapes_equal = false;
  std::array<std::optional<Dtype>, 2> dtypes;  // none of a shape
  bool dtypes_matter = false;                  // whether different ones are a difference

  // When values were compared:
  std::optional<Comparison> comparison;
  std::optional<Difference> largest_absolute, largest_relative;
  std::vector<Difference> first;

  bool dtypes_equal() const { return !dtypes_matter || dtypes[0] == dtypes[1]; }
  bool equal() const { return shapes_equal && dtypes_equal() && (!comparison || comparison->differing == 0); }
};

// One fact a line, differing elements in columns; nothing when there is no difference.
std::string report_text(const DiffReport& report);
// One object on one line, with these names before all else: {"member", "w"}.
using NamesInReport = std::vector<std::pair<std::string, std::string>>;
std::string report_json(const DiffReport& report, const NamesInReport& names = {});

}  // namespace tcalc
