#include <tcalc/core/element_index.hpp>

namespace tcalc {

ElementIndex index_at(const Extents& extents, std::int64_t place, bool fortran_order) {
  ElementIndex index(extents.size());
  for (std::size_t step = 0; step < extents.size(); ++step) {
    const std::size_t axis = fortran_order ? step : extents.size() - 1 - step;
    index[axis] = place % extents[axis];
    place /= extents[axis];
  }
  return index;
}

std::string index_text(const ElementIndex& index) {
  std::string text = "[";
  for (const std::int64_t along : index) text += (text.size() > 1 ? ", " : "") + std::to_string(along);
  return text + "]";
}

}  // namespace tcalc
