#include <numeric>

#include <tcalc/core/formatted.hpp>
#include <tcalc/view/axes.hpp>

namespace tcalc {

std::optional<int> normalized_axis(std::int64_t axis, int rank) {
  if (axis < -rank || axis >= rank) return std::nullopt;
  return static_cast<int>(axis < 0 ? axis + rank : axis);
}

std::string out_of_range_fact(std::int64_t axis, const std::string& name, int rank) {
  const std::string subject = formatted("axis {} of {} is out of range: {} has ", axis, name, name);
  if (rank == 0) return subject + "no axes";
  return formatted("{}{}, numbered {} to {}", subject, counted(rank, "axis", "axes"), -rank, rank - 1);
}

std::string given_twice_fact(int axis, const std::string& name) {
  return formatted("axis {} of {} is given twice", axis, name);
}

std::string index_out_of_range_fact(std::int64_t index, int axis, std::int64_t size) {
  return formatted("index {} is out of range for axis {} of size {}", index, axis, size);
}

AxisList axis_range(int first, int last) {
  AxisList axes(static_cast<std::size_t>(last > first ? last - first : 0));
  std::iota(axes.begin(), axes.end(), first);
  return axes;
}

AxisList axes_without(int rank, int axis) {
  AxisList axes = axis_range(0, rank);
  erase(axes, axis);
  return axes;
}

}  // namespace tcalc
